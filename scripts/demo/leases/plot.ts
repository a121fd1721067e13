import { init } from "echarts";
import { habitNames, type LeaseSeries } from "./series.ts";

const width = 1_100;
const height = 1_180;
/** Where each of the three panels stands. */
const panels = [{ top: 92 }, { top: 462 }, { top: 832 }] as const;
const panelHeight = 250;
const stakeColors = { record: "#4477aa", steady: "#66ccee", fair: "#ccbb44", flaky: "#ee6677" } as const;
const stakeNames = {
  record: "record earned before",
  steady: "steady",
  fair: "fair",
  flaky: "flaky",
} as const;
const tierColors = ["#bbbbbb", "#88ccaa", "#228833", "#114422"];

/** A picture of the run: compensation against failures, stake and tiers over time. @returns SVG */
export function drawLeases(series: LeaseSeries): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(optionOf(series));
    return chart.renderToSVGString();
  } finally {
    // Else its timers keep the process alive.
    chart.dispose();
  }
}

function optionOf(series: LeaseSeries) {
  const [first = 0, last = 0] = [series.days[0], series.days.at(-1)];
  const points = (values: readonly number[]) => values.map((value, index) => [series.days[index], value]);
  const area = (panel: number, name: string, color: string, values: readonly number[]) => ({
    ...line(panel, name, color, values),
    stack: `stack ${panel}`,
    areaStyle: { opacity: 0.75 },
    lineStyle: { width: 0.5 },
  });
  const line = (panel: number, name: string, color: string, values: readonly number[], yAxisIndex = panel) => ({
    type: "line" as const,
    name,
    xAxisIndex: panel,
    yAxisIndex,
    data: points(values),
    step: "end" as const,
    symbol: "none",
    color,
    lineStyle: { width: 2.5 },
  });
  const slashes = {
    symbol: "none",
    silent: true,
    lineStyle: { color: "#aa3377", type: "solid" as const, width: 1.5 },
    label: { show: false },
    data: series.slashes.map((day) => ({ xAxis: day })),
  };
  const stakes = habitNames.map((habit) => area(1, stakeNames[habit], stakeColors[habit], series.stake[habit]));
  const tiers = series.tiers.map((counts, tier) => area(2, `tier ${tier}`, tierColors[tier] ?? "#000", counts));
  return {
    animation: false,
    backgroundColor: "#ffffff",
    title: [
      title(
        "Compensation against failures",
        "every abandoned lease and no-show is compensated; paid a thaw period later",
        0,
      ),
      title("Own stake, by how operators behave", slashNote(series), 1),
      title("Operators by tier", "score, value served, stake and age decide; nobody else does", 2),
    ],
    legend: [
      legend(0, ["failed leases", "compensation booked", "compensation paid"]),
      legend(1, Object.values(stakeNames)),
      legend(
        2,
        tiers.map(({ name }) => name),
      ),
    ],
    grid: panels.map(({ top }) => ({ top, height: panelHeight, left: 80, right: 90 })),
    xAxis: panels.map((_, panel) => ({
      type: "value" as const,
      gridIndex: panel,
      min: Math.floor(first),
      max: Math.ceil(last),
      name: "day of the trace",
      nameLocation: "middle" as const,
      nameGap: 26,
      splitLine: { show: false },
    })),
    yAxis: [
      axis(0, "failed leases"),
      axis(1, "MILL"),
      axis(2, "operators"),
      { ...axis(0, "MILL"), position: "right" as const, splitLine: { show: false } },
    ],
    series: [
      { ...line(0, "failed leases", "#bbbbbb", series.failures), areaStyle: { opacity: 0.4 } },
      line(0, "compensation booked", "#cc3311", series.booked, 3),
      line(0, "compensation paid", "#009988", series.paid, 3),
      ...stakes.map((each, index) => (index === 0 ? { ...each, markLine: slashes } : each)),
      ...tiers,
    ],
  };
}

function slashNote({ slashes }: LeaseSeries): string {
  const note = "operators add stake as their leases need it; what compensates and what is slashed leaves it";
  return slashes.length === 0 ? note : `${note}; purple lines: slashes`;
}

function title(text: string, subtext: string, panel: number) {
  const { top } = panels[panel] as (typeof panels)[number];
  return {
    text,
    subtext,
    left: 76,
    top: top - 84,
    itemGap: 6,
    textStyle: { fontSize: 18, fontFamily: "sans-serif" },
    subtextStyle: { fontSize: 13, color: "#555", fontFamily: "sans-serif" },
  };
}

function legend(panel: number, names: readonly string[]) {
  const { top } = panels[panel] as (typeof panels)[number];
  return {
    data: [...names],
    right: 90,
    top: top - 80,
    icon: "roundRect",
    itemGap: 26,
    textStyle: { fontFamily: "sans-serif" },
  };
}

function axis(gridIndex: number, name: string) {
  return {
    type: "value" as const,
    gridIndex,
    name,
    min: 0,
    axisLine: { show: true, onZero: false },
    nameTextStyle: { fontFamily: "sans-serif" },
    axisLabel: { formatter: (value: number) => value.toLocaleString("en-US") },
  };
}
