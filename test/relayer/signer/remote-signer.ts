import { expect } from "chai";
import pino from "pino";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { loadSettings } from "../../../relayer/config/load.ts";
import { loadSigner } from "../../../relayer/config/signer-key.ts";
import { remoteSigner } from "../../../relayer/signer/remote-signer.ts";
import { SignerError, type UnsignedTransaction } from "../../../relayer/signer/signer.ts";
import { channelIdOfTerms } from "../../../sdk/channel.ts";
import { MillraceError } from "../../../sdk/error.ts";
import { leaseChannel } from "../../../sdk/lease.ts";
import { expectPaidOnce, expectSettled } from "../support/audit.ts";
import { eventually, flush, get, post } from "../support/http.ts";
import { contractOf, hour, newOperator, pass, runLease, stateOf } from "../support/lease-market.ts";
import { type SignerAnswer, type SignRequest, signed, startSigner, type TestSigner } from "../support/remote-signer.ts";
import { useWorld } from "../support/world.ts";

const silent = pino({ level: "silent" });

describe("a remote signer", () => {
  const account = privateKeyToAccount(generatePrivateKey());
  const asked: UnsignedTransaction = {
    ...{ chainId: 1, nonce: 3, to: "0x00000000000000000000000000000000000000E5", data: "0xabcd", gas: 50_000n },
    ...{ maxFeePerGas: 9n, maxPriorityFeePerGas: 2n },
  };
  let server: TestSigner;
  beforeEach(async () => {
    server = await startSigner(account);
  });
  afterEach(() => server.stop());

  const signer = (more: Partial<Parameters<typeof remoteSigner>[0]> = {}) =>
    remoteSigner({
      ...{ url: server.url, address: account.address, method: "eth_signTransaction", timeoutMs: 60_000, log: silent },
      ...more,
    });
  const errorOf = async (promise: Promise<unknown>): Promise<SignerError> => {
    const error = await promise.then(
      () => new Error("it was signed"),
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(SignerError);
    return error as SignerError;
  };

  it("is asked as web3signer is, and its answer is the signed bytes", async () => {
    const raw = await signer().sign(asked);
    expect(raw).to.equal(await signed(account, server.asked[0]?.request ?? {}));
    expect(server.asked).to.deep.equal([
      {
        method: "eth_signTransaction",
        request: {
          ...{ from: account.address, to: asked.to, data: "0xabcd", value: "0x0", gas: "0xc350", nonce: "0x3" },
          ...{ chainId: "0x1", maxFeePerGas: "0x9", maxPriorityFeePerGas: "0x2" },
        },
      },
    ]);
  });

  it("may answer as Clef does, to Clef's method", async () => {
    server.answer = async (request) => ({ result: { raw: await signed(account, request), tx: {} } });
    expect(await signer({ method: "account_signTransaction" }).sign(asked)).to.match(/^0x02/);
    expect(server.asked[0]?.method).to.equal("account_signTransaction");
  });

  const failures: Record<string, [SignerAnswer, SignerError["fault"], RegExp]> = {
    "does not answer": ["hang", "unreachable", /does not answer/],
    "is behind a gateway that fails": ["bad-gateway", "unreachable", /HTTP 502/],
    "says no": [{ error: { code: -32_000, message: "request denied" } }, "refused", /request denied/],
    "has another method": [{ error: { code: -32_601, message: "unknown" } }, "refused", /MILLRACE_SIGNER_METHOD/],
    "answers with no bytes": [{ result: null }, "lied", /something else than signed bytes/],
    "answers with other bytes": [{ result: "0x02c0" }, "lied", /decoded|another/],
  };
  for (const [name, [answer, fault, message]] of Object.entries(failures)) {
    it(`is told apart when it ${name}`, async () => {
      server.answer = async () => answer;
      const error = await errorOf(signer(answer === "hang" ? { timeoutMs: 300 } : {}).sign(asked));
      expect(error.fault).to.equal(fault);
      expect(error.message).to.match(message);
    });
  }

  it("is left alone for a while after a failure, and asked again after it", async () => {
    const { sign, fault } = signer();
    server.answer = async () => ({ error: { code: -32_000, message: "locked" } });
    await errorOf(sign(asked));
    expect((await errorOf(sign(asked))).fault).to.equal("resting");
    expect(server.asked).to.have.length(1);
    expect(await fault()).to.match(/locked/);
    server.answer = async (request) => ({ result: await signed(account, request) });
    await eventually("signature", () => sign(asked).catch(() => undefined));
    expect(await fault()).to.equal(undefined);
  });

  it("says that it is not there, or does not have the key, before it is asked to sign", async () => {
    expect(await signer().fault()).to.equal(undefined);
    const stranger = privateKeyToAccount(generatePrivateKey()).address;
    expect(await signer({ address: stranger }).fault()).to.contain(`does not have the key of ${stranger}`);
    const gone = signer();
    await server.stop();
    expect(await gone.fault()).to.match(/does not answer/);
  });
});

describe("the settings of a remote signer", () => {
  const least = { MILLRACE_RPC_URL: "http://127.0.0.1:1", MILLRACE_DEPLOYMENT: "addresses.json" };
  const address = privateKeyToAccount(generatePrivateKey()).address;
  const load = (more: Record<string, string>) => () => loadSigner(loadSettings({ ...least, ...more }), silent);

  it("name it and its account, and no other way to a key beside it", () => {
    const remote = { MILLRACE_SIGNER_URL: "http://signer:9000/", MILLRACE_SIGNER_ADDRESS: address.toLowerCase() };
    expect(load(remote)().address).to.equal(address);
    expect(load({ MILLRACE_SIGNER_URL: "http://signer:9000/" })).to.throw(MillraceError, "MILLRACE_SIGNER_ADDRESS");
    expect(load({ ...remote, MILLRACE_KEY_FILE: "key" })).to.throw(MillraceError, "signerUrl and keyFile");
    expect(load({ ...remote, MILLRACE_SIGNER_ADDRESS: "0x12" })).to.throw(MillraceError, "40 hex digits");
    expect(load({ ...remote, MILLRACE_SIGNER_URL: "ipc" })).to.throw(MillraceError, "http(s) URL");
  });
});

describe("a relayer with a remote signer", () => {
  const world = useWorld();
  let server: TestSigner;
  afterEach(() => server.stop());

  /** A relayer whose key is in another process; the test has it too. */
  async function start(settings: Readonly<Record<string, string>> = {}) {
    const { account } = await world.market.funded();
    server = await startSigner(account);
    const { url } = await world.relayer({
      MILLRACE_KEY_FILE: "",
      MILLRACE_SIGNER_URL: server.url,
      MILLRACE_SIGNER_ADDRESS: account.address,
      MILLRACE_SIGNER_TIMEOUT_MS: "60000",
      ...settings,
    });
    return { url, account };
  }

  async function acknowledge(url: string, amount = 10n) {
    const channel = await world.market.open(world.market.newOperator().address, 1_000n);
    expect((await post(`${url}/v1/vouchers`, await channel.sign(amount))).status).to.equal(200);
    return channel;
  }

  const signerCheck = async (url: string) => {
    const { body } = await get(`${url}/v1/health`);
    return (body.checks as { name: string; ok: boolean; reason?: string }[]).find(({ name }) => name === "signer");
  };

  it("settles with signatures of a key that it does not have", async () => {
    const { url, account } = await start();
    const channel = await acknowledge(url);
    await flush(url);
    await expectSettled(world, url, new Map([[channel, 10n]]));
    await expectPaidOnce(world, channel.id);
    expect(server.asked).to.have.length(1);
    expect(await world.chain.client.getTransactionCount({ address: account.address })).to.equal(1);
    expect(await signerCheck(url)).to.deep.equal({ name: "signer", ok: true });
  });

  const troubles: Record<string, (request: SignRequest, account: TestAccount) => Promise<SignerAnswer>> = {
    "does not answer": async () => "hang",
    "is behind a gateway that fails": async () => "bad-gateway",
    "says no": async () => ({ error: { code: -32_000, message: "request denied" } }),
    "signs another receiver": async (request, account) => ({
      result: await signed(account, request, { to: account.address }),
    }),
    "signs another nonce": async (request, account) => ({
      result: await signed(account, request, { nonce: Number(request.nonce) + 1 }),
    }),
  };
  for (const [name, trouble] of Object.entries(troubles)) {
    it(`sends nothing while the signer ${name}, says so, takes vouchers, and settles once it signs`, async () => {
      const patience = name === "does not answer" ? { MILLRACE_SIGNER_TIMEOUT_MS: "3000" } : {};
      const { url, account } = await start({ MILLRACE_BATCH_AGE_SECONDS: "0", ...patience });
      const honest = server.answer;
      server.answer = (request) => trouble(request, account);
      const channel = await acknowledge(url);
      await eventually("question to the signer", async () => (server.asked.length > 1 ? true : undefined));
      const later = await acknowledge(url, 20n);
      const check = await eventually("health that says so", async () => {
        const found = await signerCheck(url);
        return found?.ok === false ? found : undefined;
      });
      expect(check.reason).to.match(/^signer: 127\.0\.0\.1:\d+/);
      expect(await world.chain.client.getTransactionCount({ address: account.address })).to.equal(0);
      expect(await world.market.settledOf(channel.id)).to.equal(0n);

      server.answer = honest;
      await expectSettled(
        world,
        url,
        new Map([
          [channel, 10n],
          [later, 20n],
        ]),
      );
      await expectPaidOnce(world, channel.id);
      const well = await eventually("signer that is well again", async () => {
        const check = await signerCheck(url);
        return check?.ok ? check : undefined;
      });
      expect(well).to.deep.equal({ name: "signer", ok: true });
    });
  }

  it("has leases wait while the signer says no, without failing what it is asked besides, and settles them once it signs", async () => {
    const { url } = await start({ MILLRACE_LEASE_OPERATORS: "all" });
    const honest = server.answer;
    server.answer = async () => ({ error: { code: -32_000, message: "request denied" } });
    const lease = await runLease(world, await newOperator(world));
    await pass(world, hour / 2);
    const channelId = channelIdOfTerms(leaseChannel(contractOf(world, "Leases"), lease.terms));
    await eventually("question to the signer", async () => {
      expect(await flush(url)).to.deep.equal([]);
      return server.asked.length > 0 ? true : undefined;
    });
    expect(await world.market.settledOf(channelId)).to.equal(0n);

    server.answer = honest;
    // 1,000 units at 0.002 dollars for half an hour.
    await eventually("settlement of the lease", async () => {
      await flush(url);
      return (await world.market.settledOf(channelId)) >= 1_000_000n ? true : undefined;
    });
    expect((await stateOf(world, lease.leaseId)).name).to.equal("running");
  });
});

type TestAccount = Parameters<typeof signed>[0];
