// <ashboard-embed src="https://relay.example.org/embed/SHARE#SECRET">: a dashboard, or one panel of it, in a page of
// somebody else. It is a frame that is as high as what it shows and says what happens in it as events: `ready`,
// `resize`, `select` and `error`. Both sides take a message only from the window and the origin that they expect.
// How it is used: docs/embedding.md.
(() => {
  "use strict";

  const EVENTS = new Set(["ready", "resize", "select", "error"]);
  const PASSED_ON = ["panel", "tab", "theme", "lang", "from", "to"];
  const FIRST_HEIGHT_CSS_PX = 320; // until the frame says how high it is
  const HIGHEST_CSS_PX = 20_000; // no dashboard is higher; a frame that says so is cut

  class AshboardEmbed extends HTMLElement {
    static observedAttributes = ["src", "height", "label", ...PASSED_ON];

    #frame = document.createElement("iframe");
    #address = null;
    #due = false;
    #hear = (event) => this.#heard(event);

    constructor() {
      super();
      const { style } = this.#frame;
      [style.display, style.inlineSize, style.border, style.colorScheme] = ["block", "100%", "0", "normal"];
      this.#frame.allow = "fullscreen; clipboard-write";
      this.#frame.loading = "lazy";
      this.attachShadow({ mode: "open" }).append(this.#frame);
    }

    connectedCallback() {
      if (!this.style.display) this.style.display = "block";
      addEventListener("message", this.#hear);
      this.#show();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#hear);
      this.#address = null;
      this.#frame.removeAttribute("src");
    }

    // Attributes that are set together load the frame once.
    attributeChangedCallback() {
      if (this.#due || !this.isConnected) return;
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        if (this.isConnected) this.#show();
      });
    }

    // Shows another part of the same: { panel, from, to } for a window of time, { "f.FIELD": value } for a filter.
    look(parts) {
      if (!this.#address || !this.#frame.contentWindow) return;
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(parts ?? {})) {
        for (const one of [value].flat()) query.append(name, one);
      }
      const message = JSON.stringify({ ashboard: "look", query: query.toString() });
      this.#frame.contentWindow.postMessage(message, this.#address.origin);
    }

    #show() {
      const address = this.#wanted();
      this.#size(this.getAttribute("height") ?? FIRST_HEIGHT_CSS_PX);
      this.#frame.title = this.getAttribute("label") ?? "Ashboard";
      if (address?.href === this.#address?.href) return;
      this.#address = address;
      if (address) this.#frame.src = address.href;
      else this.#frame.removeAttribute("src");
    }

    #wanted() {
      let address;
      try {
        address = new URL(this.getAttribute("src") ?? "", document.baseURI);
      } catch {
        return this.#fail("src is no address");
      }
      const isPage = ["https:", "http:"].includes(address.protocol) && address.pathname.startsWith("/embed/");
      if (!isPage) return this.#fail("src is not the address of an embedded dashboard");
      for (const name of PASSED_ON) {
        if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
      }
      address.searchParams.set("host", location.origin);
      return address;
    }

    #fail(message) {
      this.#say("error", { code: "bad_src", message });
      return null;
    }

    #size(height) {
      if (height === FIRST_HEIGHT_CSS_PX && this.#frame.style.blockSize) return;
      const css_px = Number(height);
      this.#frame.style.blockSize = Number.isFinite(css_px) ? `${Math.min(css_px, HIGHEST_CSS_PX)}px` : String(height);
    }

    #heard({ source, origin, data }) {
      if (!this.#address || source !== this.#frame.contentWindow || origin !== this.#address.origin) return;
      let said;
      try {
        said = JSON.parse(data);
      } catch {
        return;
      }
      const { ashboard: kind, ...detail } = said ?? {};
      if (!EVENTS.has(kind)) return;
      if (kind === "resize" && !this.hasAttribute("height") && detail.height > 0) this.#size(detail.height);
      this.#say(kind, detail);
    }

    #say(kind, detail) {
      this.dispatchEvent(new CustomEvent(kind, { detail }));
    }
  }

  if (!customElements.get("ashboard-embed")) customElements.define("ashboard-embed", AshboardEmbed);
})();
