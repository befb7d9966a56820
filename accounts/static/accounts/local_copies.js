// Text that the site could not take yet waits in this browser (learning/draft.js). On a PC that an office shares it must
// not wait for the next person: it goes when its writer signs out, and as soon as somebody else is signed in.
const DATABASE = "jijikao-drafts";
const OWNER = "jijikao-drafts-of";
const WORDS = "这台电脑上还有没有保存到服务器的文字，退出后会从这台电脑上删掉。仍要退出吗？";

function remembered() {
  try {
    return localStorage.getItem(OWNER);
  } catch (error) {
    return null;
  }
}

function clear() {
  try {
    localStorage.removeItem(OWNER);
    indexedDB.deleteDatabase(DATABASE);
  } catch (error) {
    // A browser that keeps nothing has nothing to clear.
  }
}

const owner = remembered();
if (owner && owner !== document.body.dataset.user) clear();

const signOut = document.getElementById("sign-out");
signOut.addEventListener("submit", (event) => {
  if (remembered() && !window.confirm(WORDS)) event.preventDefault();
  else clear();
});
