// The secret of the desk, from the part of the address behind #; afterwards no bookmark, no screen and no projector shows it.
const given = location.hash.slice(1);
if (given) {
  sessionStorage.setItem("secret", given);
  history.replaceState(null, "", location.pathname);
}
export const secret = sessionStorage.getItem("secret") ?? "";
export const headers = { "X-Live-Secret": secret };
