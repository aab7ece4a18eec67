/** Coasts and borders of Natural Earth (world-atlas), for every map; a script of its own because of its size. */
import countries from "world-atlas/countries-50m.json";

(globalThis as { orbatAtlas?: unknown }).orbatAtlas = countries;
