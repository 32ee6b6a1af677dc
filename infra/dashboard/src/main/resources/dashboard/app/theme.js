// A plain script, run before the page is painted: applies the theme the person chose, if any.
(() => {
  const chosen = localStorage.getItem('rickyard.theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
