import { Graph, layout, type Edge } from '@dagrejs/dagre';
import { svg, type TemplateResult } from 'lit-html';
import type { ModuleView } from '../../messages.js';

/** How many components a box names. */
const NAMED = 6;
const LINE = 18;
const HEAD = 32;
/** The widths of a letter and of one in a title, nearly. */
const LETTER = 7.3;
const TITLE_LETTER = 8.9;

interface Box {
  readonly module: ModuleView;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  /** Paths of the lines from a module to those it imports. */
  readonly lines: readonly string[];
}

const known = new WeakMap<readonly ModuleView[], Picture>();

/** The modules as boxes, with arrows to what they import. */
export function moduleGraph(
  modules: readonly ModuleView[],
  chosen: ModuleView | undefined,
  hrefOf: (module: ModuleView) => string,
): TemplateResult {
  let picture = known.get(modules);
  if (!picture) known.set(modules, (picture = draw(modules)));
  const { width, height, boxes, lines } = picture;
  return svg`<svg
    class="graph"
    viewBox="0 0 ${width} ${height}"
    width=${width}
    height=${height}
    role="img"
    aria-label="Modules and what they import; the list beside says the same"
  >
    <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path class="tip" d="M0 0.500 8 4 0 7.500z" />
      </marker>
    </defs>
    ${lines.map((path) => svg`<path class="edge" d=${path} marker-end="url(#arrow)" />`)}
    ${boxes.map((box) => boxView(box, box.module === chosen, hrefOf(box.module)))}
  </svg>`;
}

function boxView(
  { module, lines, x, y, width, height }: Box,
  isChosen: boolean,
  href: string,
): TemplateResult {
  return svg`<a href=${href} tabindex="-1">
    <g class=${isChosen ? 'box chosen' : 'box'} transform="translate(${x} ${y})">
      <rect width=${width} height=${height} rx="8" />
      <text class="title" x="12" y="21">${module.name}</text>
      ${lines.length > 0 ? svg`<line x1="0" x2=${width} y1=${HEAD} y2=${HEAD} />` : ''}
      ${lines.map((line, i) => svg`<text x="12" y=${HEAD + LINE * (i + 1) - 3}>${line}</text>`)}
    </g>
  </a>`;
}

function draw(modules: readonly ModuleView[]): Picture {
  const graph = new Graph().setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 52, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  const texts = new Map(modules.map((module) => [module.id, linesOf(module)]));
  for (const { id, name } of modules) {
    const lines = texts.get(id)!;
    const widths = [TITLE_LETTER * name.length, ...lines.map((line) => LETTER * line.length)];
    const width = Math.max(120, 24 + Math.max(...widths));
    const height = lines.length > 0 ? HEAD + LINE * lines.length + 8 : HEAD;
    graph.setNode(String(id), { width, height });
  }
  for (const { id, imports } of modules)
    for (const imported of imports) graph.setEdge(String(id), String(imported));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    boxes: modules.map((module) => {
      const node = graph.node(String(module.id)) as { x: number; y: number; width: number; height: number };
      const { width, height } = node;
      return {
        module,
        lines: texts.get(module.id)!,
        x: node.x - width / 2,
        y: node.y - height / 2,
        width,
        height,
      };
    }),
    lines: graph.edges().map((edge: Edge) => pathOf((graph.edge(edge) as { points: Point[] }).points)),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A soft line through the points. */
function pathOf([first, ...points]: readonly Point[]): string {
  if (!first) return '';
  const last = points.at(-1) ?? first;
  const bends = points.slice(0, -1).map((point, i) => {
    const next = points[i + 1]!;
    const end = i === points.length - 2 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M${first.x} ${first.y}${bends.join('') || `L${last.x} ${last.y}`}`;
}

function linesOf({ components, jobs, providers }: ModuleView): string[] {
  const named = [...components, ...jobs.map((job) => `${job} (job)`)].map((name) => shortened(name));
  const rest = named.length - NAMED;
  const shown = rest > 1 ? [...named.slice(0, NAMED), `and ${rest} more`] : named;
  if (shown.length > 0) return shown;
  return providers.slice(0, 3).map(({ name }) => shortened(name));
}

function shortened(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
}
