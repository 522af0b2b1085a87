// Reads {styles: {name: file}, locale: file, cases: [{name, item, label, locator}]} as JSON from
// standard input; writes {case: {style: {in_text, entry}}} with what citeproc-js makes of it.
// Of a style of notes, in_text is the full note. `npm install citeproc` in the working folder.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const CSL = createRequire(process.cwd() + "/")("citeproc");
const { styles, locale, cases } = JSON.parse(readFileSync(0, "utf8"));
const words = readFileSync(locale, "utf8");
const made = {};
for (const { name, item, label, locator } of cases) {
  made[name] = {};
  for (const [style, file] of Object.entries(styles)) {
    const engine = new CSL.Engine(
      { retrieveLocale: () => words, retrieveItem: () => item },
      readFileSync(file, "utf8"),
      "en-US",
      true,
    );
    engine.setOutputFormat("text");
    engine.updateItems([item.id]);
    const cited = { id: item.id, ...(locator ? { label, locator } : {}) };
    const cluster = { citationItems: [cited], properties: { noteIndex: 1 } };
    const in_text = engine.processCitationCluster(cluster, [], [])[1][0][1];
    const entries = engine.makeBibliography();
    made[name][style] = { in_text, entry: entries ? entries[1].join("").trim() : "" };
  }
}
console.log(JSON.stringify(made, null, 1));
