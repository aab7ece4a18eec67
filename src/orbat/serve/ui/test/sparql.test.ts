import assert from "node:assert/strict";
import { test } from "node:test";
import { dateTicks, niceTicks } from "../src/sparql/axis.ts";
import { columnsOf, namingColumns, viewsOf } from "../src/sparql/columns.ts";
import { declared, fitting, type Offered, shortened, wordBefore } from "../src/sparql/completion.ts";
import { daysOf, numberOf, parseTerm, parseTriples, parseTsv, pointOf } from "../src/sparql/rdf.ts";
import { compare } from "../src/sparql/table.ts";
import { stretches } from "../src/sparql/timeline.ts";
import { dayOf } from "../src/common/days.ts";

const XSD = "http://www.w3.org/2001/XMLSchema#";

test("TSV is read with every kind of term, and escapes", () => {
  const table = parseTsv('?a\t?b\t?c\n<urn:x>\t"t\\tab \\"q\\" \\u00e9"@en\t-12.5\n\t"1941-12-05"^^<' + XSD + "date>\t_:b0\n", false);
  assert.deepEqual(table.columns, ["a", "b", "c"]);
  assert.equal(table.rows[0]?.[0]?.kind, "iri");
  assert.equal(table.rows[0]?.[1]?.value, 't\tab "q" é');
  assert.equal(table.rows[0]?.[1]?.language, "en");
  assert.equal(numberOf(table.rows[0]?.[2]), -12.5);
  assert.equal(table.rows[1]?.[0], undefined);
  assert.equal(table.rows[1]?.[2]?.kind, "blank");
});

test("a line that was cut off is left out", () => {
  assert.equal(parseTsv('?a\n"one"\n"tw', true).rows.length, 1);
});

test("N-Triples are read as rows of three", () => {
  const [row] = parseTriples('<urn:s> <urn:p> "a \\"b\\" c" .\n', false).rows;
  assert.deepEqual(row?.map((term) => term?.value), ["urn:s", "urn:p", 'a "b" c']);
});

test("dates are stretches of days, of any year", () => {
  const of = (text: string, type: string) => daysOf(parseTerm(`"${text}"^^<${XSD}${type}>`), dayOf);
  assert.deepEqual(of("1970-01-02", "date"), [1, 1]);
  assert.deepEqual(of("1970", "gYear"), [0, 364]);
  assert.deepEqual(of("-0215-08-02", "date"), [dayOf(-215, 8, 2), dayOf(-215, 8, 2)]);
  assert.equal(of("soon", "date"), undefined);
});

test("points are read as longitude and latitude", () => {
  assert.deepEqual(pointOf(parseTerm('"POINT(37.6 55.75)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>')), [37.6, 55.75]);
  assert.equal(pointOf(parseTerm('"POINT EMPTY"')), undefined);
});

test("views are offered where the columns allow them", () => {
  const offered = (text: string) => {
    const table = parseTsv(text, false);
    return viewsOf(table, columnsOf(table));
  };
  assert.deepEqual(offered('?a\n"x"\n'), ["table", "raw"]);
  assert.deepEqual(offered('?name\t?n\n"x"\t3\n'), ["table", "chart", "raw"]);
  assert.deepEqual(offered(`?name\t?lat\t?lon\n"x"\t3.5\t4.5\n`), ["table", "map", "raw"]);
  assert.deepEqual(offered(`?name\t?d\n"x"\t"1941-12-05"^^<${XSD}date>\n`), ["table", "timeline", "raw"]);
  assert.deepEqual(offered("?a\t?b\n<urn:x>\t<urn:y>\n"), ["table", "graph", "raw"]);
  assert.deepEqual(offered("?a\n"), ["table", "raw"]);
});

test("a date as text names no row", () => {
  const table = parseTsv('?edtf\t?what\n"1941-10/1941-11"\t"attack"\n', false);
  assert.deepEqual(namingColumns(columnsOf(table)), [1]);
});

test("words are completed, and nothing that is none", () => {
  assert.equal(wordBefore("  ?u a orbat:Ar")?.word, "orbat:Ar");
  assert.equal(wordBefore("  ?u a Zhukov")?.start, 7);
  assert.equal(wordBefore("SELECT ?zhu"), undefined);
  assert.equal(wordBefore("PREFIX orb"), undefined);
  assert.equal(wordBefore("  filter"), undefined);
  assert.equal(wordBefore("<http://example.org/zhu"), undefined);
});

test("terms that begin with the word come first, classes after `a`", () => {
  const prefixes = { orbat: "https://example.org/o#" };
  const term = (name: string, group: string): Offered => ({ iri: `${prefixes.orbat}${name}`, group, label: name.toLowerCase(), definition: "" });
  const terms = [term("armed", "property"), term("Army", "class"), term("AirArmy", "class")];
  const found = fitting(terms, prefixes, "orbat:arm", true).map((each) => each.text);
  assert.deepEqual(found, ["orbat:Army", "orbat:armed", "orbat:AirArmy"]);
  assert.deepEqual(fitting(terms, prefixes, "other:arm", true), []);
});

test("prefixes are declared where a query uses them and does not", () => {
  const prefixes = { orbat: "urn:o#", rdfs: "urn:r#" };
  assert.equal(declared("SELECT * { ?s a orbat:Army }", prefixes), "PREFIX orbat: <urn:o#>\nSELECT * { ?s a orbat:Army }");
  const whole = "prefix orbat: <urn:x#> SELECT * { ?s a orbat:Army }";
  assert.equal(declared(whole, prefixes), whole);
  assert.equal(shortened("urn:o#a/b", prefixes), "<urn:o#a/b>");
});

test("numbers, dates before our era and words are put in order; what is missing is last", () => {
  const text = (term: { value: string }) => term.value;
  const order = (cells: string[]) => cells.map(parseTerm).sort((a, b) => compare(a, b, text)).map((term) => term?.value);
  assert.deepEqual(order(["10", "9", ""]), ["9", "10", undefined]);
  assert.deepEqual(order(['"-0206-01-01"', '"-0215-08-02"', '"1815-06-18"']), ["-0215-08-02", "-0206-01-01", "1815-06-18"]);
});

test("a timeline is cut where years pass of which nothing is told", () => {
  const spell = (year: number) => ({ first: dayOf(year, 1, 1), last: dayOf(year, 2, 1), label: "", href: undefined });
  assert.deepEqual(stretches([-215, 1815, 1862, 1862, 1941].map(spell)).map((part) => part.length), [1, 1, 2, 1]);
  assert.deepEqual(stretches([1940, 1941, 1942].map(spell)).length, 1);
});

test("axes have round marks", () => {
  assert.deepEqual(niceTicks(0, 93, 5), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(dateTicks(dayOf(-215, 6, 1), dayOf(-215, 6, 3), 6).map((tick) => tick.label)[0], "216 BC-06-01");
});
