"""Accessibility that a machine can check: WCAG 2.2 A and AA and good practice, by axe-core."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The two schemes differ in colours alone, so what does not ask for colours is asked once.
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES = {"light": TAGS, "dark": OF_COLOURS}
RUN = """async (only) => {
  const results = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
  return results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} (${n.failureSummary})`));
}"""


def violations(page, axe: str) -> list[str]:
    """Return what is wrong with a page as it stands, in both schemes."""
    page.evaluate(axe)
    found = []
    for scheme, only in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {violation}" for violation in page.evaluate(RUN, only)]
    return found
