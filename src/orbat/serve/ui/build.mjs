// Bundles each island: src/<name>/index.ts becomes dist/<name>.js and, where it imports styles, dist/<name>.css.
// What several islands share, and what one loads only when it is needed, goes to dist/chunks/.
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = import.meta.dirname;
const out = resolve(here, "../static/dist");
const fresh = join(here, "node_modules/.dist"); // a build that fails leaves what was there
const all = readdirSync(join(here, "src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(here, "src", entry.name, "index.ts")))
  .map((entry) => entry.name)
  .sort();
const named = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const islands = named.length ? all.filter((each) => named.includes(each)) : all; // names: these only, beside the rest

/** Pages that need a server anyway may load parts of their scripts later; all others also work from a disk, which
 *  browsers load no modules from: their scripts are single, classic files. */
const MODULES = ["explore", "sparql"];
const common = {
  absWorkingDir: here,
  outdir: fresh,
  bundle: true,
  target: ["es2022"],
  assetNames: "assets/[name]-[hash]",
  loader: { ".svg": "file", ".png": "file", ".woff2": "file", ".geojson": "file" },
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  legalComments: "none", // licenses.txt holds them whole
  metafile: true,
  minify: true,
  logLevel: "warning",
};
const entries = (names) => Object.fromEntries(names.map((name) => [name, `src/${name}/index.ts`]));
const builds = [
  { ...common, format: "iife", entryPoints: entries(islands.filter((name) => !MODULES.includes(name))) },
  {
    ...common,
    format: "esm",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    entryPoints: entries(islands.filter((name) => MODULES.includes(name))),
  },
].filter((each) => Object.keys(each.entryPoints).length);

/** The packages whose code is in the bundles, and those that these were built from, in alphabetical order. */
function bundled(inputs) {
  const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;
  const found = new Set();
  const add = (path) => {
    if (found.has(path) || !(path in lock)) return;
    found.add(path);
    for (const name of Object.keys(lock[path].dependencies ?? {})) add(resolvePackage(lock, path, name));
  };
  for (const input of inputs) {
    const package_ = input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1];
    if (package_) add(package_);
  }
  return [...found].sort();
}

/** Where Node would find `name` from inside the package at `path`. */
function resolvePackage(lock, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf("/node_modules/"), 0))) {
    const candidate = at ? `${at}/node_modules/${name}` : `node_modules/${name}`;
    if (candidate in lock || !at) return candidate;
  }
}

/** Puts a packed copy beside each file that is worth it, for servers that send such copies. */
function pack(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) pack(path);
    else if (/\.(?:js|css|svg|txt)$/.test(entry.name)) {
      const whole = readFileSync(path);
      if (whole.length > 1400) writeFileSync(`${path}.gz`, gzipSync(whole, { level: constants.Z_BEST_COMPRESSION }));
    }
  }
}

/** The licence of each package as it says itself. */
function licenses(inputs) {
  const parts = bundled(inputs).map((path) => {
    const folder = join(here, path);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const files = readdirSync(folder)
      .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
      .sort();
    const texts = files.map((name) => readFileSync(join(folder, name), "utf8").trim());
    const author = typeof about.author === "string" ? about.author : about.author?.name;
    if (!texts.length) texts.push(`Licence: ${about.license}${author ? `\nAuthor: ${author}` : ""}`);
    return `${about.name} ${about.version} (${about.license})\n\n${texts.join("\n\n")}\n`;
  });
  const head = "The scripts of these pages hold code of these packages, under their licences.\n";
  return [head, ...parts].join(`\n${"-".repeat(80)}\n\n`);
}

if (process.argv.includes("--watch")) {
  for (const each of builds) {
    const context = await esbuild.context({ ...each, outdir: out, minify: false, sourcemap: "linked", logLevel: "info" });
    await context.watch();
  }
} else {
  rmSync(fresh, { recursive: true, force: true });
  const results = await Promise.all(builds.map((each) => esbuild.build(each)));
  if (!named.length) {
    const inputs = results.flatMap((each) => Object.keys(each.metafile.inputs));
    writeFileSync(join(fresh, "licenses.txt"), licenses(inputs));
  }
  pack(fresh);
  if (named.length) {
    cpSync(fresh, out, { recursive: true });
  } else {
    rmSync(out, { recursive: true, force: true });
    renameSync(fresh, out);
  }
}
