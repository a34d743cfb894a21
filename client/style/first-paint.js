// Runs before the first paint: the chosen theme and the language, so that nothing flashes or jumps.
// `theme.rs` and `locale.rs` read what stands on <html> and store what a person chooses.
(() => {
  const root = document.documentElement;
  const languages = ["en", "de", "fr", "es", "ar", "he", "ja"];
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is forbidden: the defaults hold
    }
  };

  const said = new URLSearchParams(location.search);
  const theme = said.get("theme") ?? stored("ashboard.theme");
  if (theme === "light" || theme === "dark") {
    root.dataset.theme = theme;
    const bars = document.querySelectorAll("meta[name=theme-color]");
    const chosen = bars[theme === "light" ? 0 : 1].content;
    for (const bar of bars) bar.content = chosen;
  }

  const wishes = [said.get("lang"), stored("ashboard.language"), ...navigator.languages];
  const language = wishes.map((wish) => wish?.slice(0, 2).toLowerCase()).find((wish) => languages.includes(wish)) ?? "en";
  root.lang = language;
  root.dir = ["ar", "he"].includes(language) ? "rtl" : "ltr";
})();
