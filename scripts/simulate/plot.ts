import { init } from "echarts";
import type { SimulationResult } from "./run.ts";

const WIDTH = 1_100;
const HEIGHT = 1_150;

/** The run as one picture, SVG: supply and what moved it, stake, tiers, and what each character made. */
export function drawRun({ history, profits }: SimulationResult, title: string): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  try {
    const days = history.map(({ day }) => String(day));
    const names = [...profits.keys()];
    const panel = (top: number) => ({ left: 90, right: 190, top, height: 190 });
    const line = (name: string, index: number, data: number[], more = {}) => ({
      ...{ name, type: "line" as const, showSymbol: false, xAxisIndex: index, yAxisIndex: index, data },
      ...more,
    });
    const meanTier = (name: "honestReliable" | "honestFlaky") => history.map((each) => each.meanTier[name] ?? 0);
    chart.setOption({
      animation: false,
      backgroundColor: "#fff",
      title: [
        { text: title, left: 20, top: 10 },
        ...[
          "MILL emitted and burned",
          "MILL at stake",
          "Operators by tier, and mean tier",
          "Profit, % of the money put in",
        ].map((text, index) => ({ text, left: 90, top: 45 + index * 270, textStyle: { fontSize: 13 } })),
      ],
      legend: { orient: "vertical", right: 10, top: 60 },
      grid: [75, 345, 615, 885].map(panel),
      xAxis: [
        ...[0, 1, 2].map((gridIndex) => ({ gridIndex, type: "category" as const, data: days, name: "day" })),
        { gridIndex: 3, type: "category" as const, data: names, axisLabel: { interval: 0, fontSize: 10 } },
      ],
      yAxis: [0, 1, 2, 3].map((gridIndex) => ({ gridIndex, type: "value" as const, scale: gridIndex === 1 })),
      series: [
        line(
          "emitted",
          0,
          history.map(({ emitted }) => emitted),
        ),
        line(
          "burned",
          0,
          history.map(({ burned }) => burned),
        ),
        line(
          "at stake",
          1,
          history.map(({ staked }) => staked),
        ),
        ...[0, 1, 2, 3].map((tier) =>
          line(
            `tier ${tier}`,
            2,
            history.map(({ tiers }) => tiers[tier as 0]),
            { stack: "tiers", areaStyle: {} },
          ),
        ),
        line("mean tier, reliable", 2, meanTier("honestReliable")),
        line("mean tier, flaky", 2, meanTier("honestFlaky")),
        {
          ...{ name: "profit", type: "bar" as const, xAxisIndex: 3, yAxisIndex: 3 },
          label: { show: true, position: "inside" as const, color: "#000" },
          data: [...profits.values()].map(
            ({ gain, capital }) => Math.round((Number(gain) / Number(capital)) * 1e4) / 100,
          ),
        },
      ],
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
