import { render } from 'lit-html';
import { Connection } from './connection.js';
import { takeKey } from './key.js';
import { Store } from './store.js';
import { page } from './views/page.js';

const key = takeKey();
const root = document.body;
let isDrawing = false;

const connection = new Connection(key ?? '', {
  onView: (view) => store.replace(view),
  onChange: (change) => store.merge(change),
  onStatus: (line) => store.set({ line }),
});
const store = new Store(draw, (command) => connection.send(command));

/** Several changes are drawn at once. */
function draw(): void {
  if (isDrawing) return;
  isDrawing = true;
  // No animation frame: a page in the background has none, and its title tells of questions.
  setTimeout(() => {
    isDrawing = false;
    render(page(store), root);
    document.title = titleOf();
  }, 16);
}

function titleOf(): string {
  const { view } = store.state;
  const open = view ? view.questions.length + view.tasks.flatMap(({ questions }) => questions).length : 0;
  return `${open > 0 ? `(${open}) ` : ''}${view?.application?.name ?? 'Portico'} · dashboard`;
}

function readRoute(): void {
  const route = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  store.set({ route: route[0] ? route : ['calls'] });
}

root.replaceChildren();
addEventListener('hashchange', readRoute);
readRoute();
setInterval(() => {
  if (store.state.view?.calls.some(({ ended }) => ended === undefined)) draw();
}, 1_000);
if (key === undefined) store.set({ line: 'refused' });
else void connection.run();
