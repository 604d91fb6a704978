// Ranks what a search finds: answers first, then clauses, then pages of the specification.
var Scorer = {
  score: ([docname, title, anchor, descr, score, filename, kind]) => {
    if (docname === "specification/questions") return score + (anchor ? 60 : 40);
    if (anchor.startsWith("#clause-")) return score + 50;
    if (docname.startsWith("specification/")) return score + 20;
    return score;
  },

  // The rest is as Sphinx has it, but that only clauses are objects here.
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
