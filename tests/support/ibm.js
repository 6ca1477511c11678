// Of IBM's rules those that can end in a violation, apart from that for colours, which axe judges: the rest takes most of the time.
async (within) => {
  const checker = new ace.Checker(), policy = "WCAG_2_2", can = (id) => id !== "text_contrast_sufficient" &&
    Object.values(checker.ruleReasonLevels[id][policy]).includes("VIOLATION") &&
    Object.keys(checker.engine.nlsMap[id]).some((one) => /fail/i.test(one));
  checker.rulesetRules[policy] = checker.rulesetRules[policy].filter(can);
  const { results } = await checker.check(document, [policy]);
  // What lies in a shadow is its host's.
  const host = (path) => document.evaluate(path.split("/#")[0], document, null, 9).singleNodeValue;
  const inside = ({ path }) => within === "html" || host(path.dom)?.closest(within);
  return results.filter(inside).map((one) => [one.value.join(" "), `${one.ruleId}: ${one.message} at ${one.path.dom} ${one.snippet.slice(0, 120)}`]);
}
