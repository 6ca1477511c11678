// A page's line to the laptop: views come down, presses go up. A line that breaks comes back by itself.
const SILENCE = 40_000; // the laptop gives a sign every fifteen seconds

// path: where views come from. view(data): one has come. state(on): whether the line stands. refused(status): why it may not, then it tries again.
export function listen(path, { headers = {}, view, state, refused = () => {} }) {
  let heard = Date.now();
  let current;
  let over = false;
  const lost = () => Date.now() - heard > SILENCE && current?.abort();
  setInterval(lost, 5_000);
  document.addEventListener("visibilitychange", () => !document.hidden && Date.now() - heard > SILENCE / 2 && current?.abort());

  async function once() {
    current = new AbortController();
    heard = Date.now();
    const answer = await fetch(path, { headers, cache: "no-store", signal: current.signal });
    if (!answer.ok) return refused(answer.status);
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return undefined;
      heard = Date.now();
      text += decoder.decode(value, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop();
      for (const block of blocks.filter((one) => one.startsWith("data: "))) {
        const data = JSON.parse(block.slice(6));
        over = Boolean(data.over);
        state(!over, over);
        if (!over) view(data);
      }
    }
  }
  async function always() {
    for (let wait = 300; ; wait = Math.min(4_000, wait * 1.6)) {
      const begun = Date.now();
      try {
        await once();
      } catch (error) {
        if (!(error instanceof TypeError || error.name === "AbortError")) console.error(error);
      }
      if (Date.now() - begun > 10_000) wait = 300;
      state(false, over);
      await new Promise((done) => setTimeout(done, wait * (0.5 + Math.random())));
    }
  }
  always();
}

// What the laptop says to a press: {status, ...its words}. Throws where it cannot be reached.
export async function press(path, words, headers = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(words),
  });
  return { status: answer.status, ...(await answer.json().catch(() => ({}))) };
}

// Dark and light as the device has it.
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.setAttribute("data-jp-theme-light", String(!dark.matches));
dark.addEventListener("change", paint);
paint();
