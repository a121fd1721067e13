import { expect } from "chai";
import { marketProblems } from "../../../relayer/http/market-problems.ts";
import { openApiDocument } from "../../../relayer/http/openapi.ts";
import { problems } from "../../../relayer/http/problem-catalogue.ts";
import { offerFilterSchema } from "../../../sdk/offer-book.ts";
import { get } from "../support/http.ts";
import { useWorld } from "../support/world.ts";

describe("the description of the interface", () => {
  const world = useWorld();

  it("is served as OpenAPI 3.1, and every reference in it leads somewhere", async () => {
    const relayer = await world.relayer();
    const { status, body } = await get(`${relayer.url}/v1/openapi.json`);
    expect(status).to.equal(200);
    expect(body.openapi).to.equal("3.1.0");
    const text = JSON.stringify(body);
    const schemas = (body.components as { schemas: Record<string, object> }).schemas;
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]);
    expect(references.length).to.be.greaterThan(20);
    for (const name of references) expect(schemas).to.have.property(name ?? "");
    expect(text).not.to.contain('"$ref":"#/$defs');
  });

  it("describes every path that is served, and serves every path that it describes", async () => {
    const relayer = await world.relayer();
    const { paths } = openApiDocument("");
    for (const [path, operations] of Object.entries(paths)) {
      for (const method of Object.keys(operations)) {
        const url = `${relayer.url}${path.replace(/\{\w+\}/g, "1")}`;
        if (path === "/v1/events") continue;
        const response = await fetch(url, { method: method.toUpperCase() });
        const text = await response.text();
        expect(response.status, path).not.to.equal(405);
        expect(text, path).not.to.contain("GET /v1");
        expect(Object.keys((operations as Record<string, { responses: object }>)[method]?.responses ?? {})).to.include(
          String(response.status),
        );
      }
    }
  });

  it("takes amounts as text and names every field of a voucher", () => {
    const { VoucherSubmission } = openApiDocument("").components.schemas as Record<
      string,
      { properties: Record<string, { type: string }>; required: string[] }
    >;
    expect(VoucherSubmission?.required).to.have.members(["operator", "token", "salt", "cumulative", "signature"]);
    expect(VoucherSubmission?.properties.cumulative?.type).to.equal("string");
  });

  it("explains every problem at the address that its documents give", async () => {
    const relayer = await world.relayer();
    for (const code of Object.keys(problems)) {
      const { status, body } = await get(`${relayer.url}/v1/problems/${code}`);
      expect(status).to.equal(200);
      expect(body.code).to.equal(code);
    }
  });

  it("names every problem that can be answered to a voucher", () => {
    const { responses } = openApiDocument("").paths["/v1/vouchers"].post;
    const text = JSON.stringify(responses);
    const elsewhere = [
      ...["unauthorized", "not_found", "method_not_allowed", "headers_too_large", "uri_too_long"],
      ...Object.keys(marketProblems),
    ];
    for (const code of Object.keys(problems)) if (!elsewhere.includes(code)) expect(text).to.contain(`\`${code}\``);
  });

  it("names every problem of offers and receipts where it is answered, and every field of a query", () => {
    const { paths } = openApiDocument("");
    const text = JSON.stringify([paths["/v1/offers"].post.responses, paths["/v1/receipts"].post.responses]);
    for (const code of Object.keys(marketProblems)) expect(text).to.contain(`\`${code}\``);
    const names = (parameters: readonly object[]) => parameters.map((each) => (each as { name: string }).name);
    expect(names(paths["/v1/offers"].get.parameters)).to.have.members(Object.keys(offerFilterSchema.shape));
    expect(names(paths["/v1/admission"].get.parameters)).to.have.members(["buyer", "token", "amount"]);
  });
});
