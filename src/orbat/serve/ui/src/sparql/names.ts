/** Names and addresses of the things in a result. */
import { ask } from "../common/island.ts";
import { parseTsv, type Term } from "./rdf.ts";

const ONTOLOGY = "https://w3id.org/orbat/ontology";
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
const AT_ONCE = 200;

export class Names {
  readonly #endpoint: string;
  readonly #base: string;
  readonly #root: string;
  readonly #labels = new Map<string, string>();

  constructor(endpoint: string, base: string, root: string) {
    this.#endpoint = endpoint;
    this.#base = base;
    this.#root = root;
  }

  /** Learns the labels of those of `iris` that it does not know yet. Without an answer IRIs stay as they are. */
  async learn(iris: Iterable<string>): Promise<void> {
    const unknown = [...new Set(iris)].filter((iri) => !this.#labels.has(iri) && /^[^\s<>"{}|\\^`]+$/.test(iri));
    for (let at = 0; at < unknown.length; at += AT_ONCE) {
      const part = unknown.slice(at, at + AT_ONCE);
      const query = `SELECT ?x (MIN(?l) AS ?label) { VALUES ?x { ${part.map((iri) => `<${iri}>`).join(" ")} } ?x <${LABEL}> ?l } GROUP BY ?x`;
      const response = await ask(this.#endpoint, {
        method: "POST",
        headers: { "Content-Type": "application/sparql-query", Accept: "text/tab-separated-values" },
        body: query,
      });
      for (const iri of part) this.#labels.set(iri, "");
      for (const [thing, label] of parseTsv(await response.text(), false).rows) {
        if (thing && label) this.#labels.set(thing.value, label.value);
      }
    }
  }

  /** A value in words. */
  text(term: Term | undefined): string {
    if (!term) return "";
    return term.kind === "iri" ? this.#labels.get(term.value) || localName(term.value) : term.value;
  }

  /** Where a thing's page is; away from this server for what it knows nothing of. Undefined for no address. */
  href(term: Term): string | undefined {
    if (term.kind !== "iri") return undefined;
    const iri = term.value;
    if (iri.startsWith(this.#base) && iri.length > this.#base.length) {
      return `${this.#root}/page/${encodeURI(iri.slice(this.#base.length)).replace(/[?#]/g, encodeURIComponent)}`;
    }
    if (iri === ONTOLOGY || iri.startsWith(`${ONTOLOGY}#`)) return `${this.#root}/ontology${iri.slice(ONTOLOGY.length)}`;
    return /^https?:/i.test(iri) ? iri : undefined;
  }

  /** Whether a thing's page is on another server. */
  isExternal(term: Term): boolean {
    return !term.value.startsWith(this.#base) && !term.value.startsWith(ONTOLOGY);
  }
}

/** What comes after the last `#`, `/` or `:` of an IRI. */
export function localName(iri: string): string {
  return iri.replace(/[#/]+$/, "").split(/[#/:]/).pop() || iri;
}
