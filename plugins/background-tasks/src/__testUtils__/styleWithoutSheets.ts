/** What an element has from those that it stands in, and what it has where none of them says so. */
const INHERITED: Record<string, string> = {
  visibility: 'visible',
  'pointer-events': 'auto',
};

/**
 * Makes `getComputedStyle` know no style sheets: an element has its own style, the display of its tag, and what it inherits.
 *
 * jsdom matches each rule of each sheet anew after every change, which was most of the time that the tests of pages took.
 * How pages look is seen in a browser, by the system tests.
 */
export function styleWithoutSheets(): void {
  const computed = window.getComputedStyle.bind(window);
  const unstyled = document.implementation.createHTMLDocument();
  const displays = new Map<string, string>();

  const displayOf = (tagName: string) => {
    const known = displays.get(tagName);
    if (known !== undefined) return known;
    const element = unstyled.body.appendChild(unstyled.createElement(tagName));
    const { display } = computed(element);
    element.remove();
    displays.set(tagName, display);
    return display;
  };

  // What jsdom takes for visible focus depends on when the sheets' selectors asked for it before: without it, pages watch the keys.
  const { matches } = Element.prototype;
  Element.prototype.matches = function matchesIn(selector: string) {
    if (selector === ':focus-visible') throw new SyntaxError(selector);
    return matches.call(this, selector);
  };

  window.getComputedStyle = element => {
    const { style } = unstyled.createElement('span');
    style.cssText = element.getAttribute('style') ?? '';
    if (element.hasAttribute('hidden')) style.display = 'none';
    style.display ||= displayOf(element.tagName);
    for (const [name, initial] of Object.entries(INHERITED)) {
      style.setProperty(name, inherited(element, name) || initial);
    }
    return style;
  };
}

function inherited(element: Element, name: string): string {
  for (let from: Element | null = element; from; from = from.parentElement) {
    const value = (from as HTMLElement).style?.getPropertyValue(name);
    if (value) return value;
  }
  return '';
}
