// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {WarrantyRates} from "../../../contracts/libraries/WarrantyRates.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAttestors} from "../../../contracts/interfaces/IAttestors.sol";
import {IDisputes} from "../../../contracts/interfaces/IDisputes.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {ILeases} from "../../../contracts/interfaces/ILeases.sol";
import {INodes} from "../../../contracts/interfaces/INodes.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {VM} from "../../support/Cheats.sol";
import {LeaseWorld} from "./LeaseWorld.sol";

/// @title Makes the calls on leases, nodes, stake and disputes, and knows what each must have done
/// @dev What a lease pays is computed here from its terms, in formulas of its own. A note in `broken` stays until the
/// invariant of its number reads it: a revert would be swallowed by the runner.
contract LeaseModel is LeaseWorld {
    enum Step {
        Start,
        Cancel,
        NoShow,
        Stop,
        Abandon,
        Complete,
        Finalize,
        Settle,
        Reclaim,
        Release,
        Extend,
        Outage
    }

    /// @dev What answers for an operator: by the leases, and by Staking.
    struct Look {
        uint256 shortOfLeases;
        uint256 shortOfFrozen;
        uint256 pending;
    }

    uint256 public constant OPERATORS = 2;
    uint256 public constant BUYERS = 2;
    uint256 public constant MOST_LEASES = 8;
    uint256 public constant MOST_DISPUTES = 12;
    uint256 public constant HARDWARE = 4;
    address public constant STRANGER = address(0x57a29e);

    uint256 public time = 1_800_000_000;
    uint256 public compensations;
    /// @notice How many leases were opened, and where the last one is kept.
    uint256 public opened;
    uint256 public last;
    /// @notice When the guardian may pause again.
    uint256 public pausableFrom;
    uint256 private _nonce;
    bytes[] private _terms;
    uint256[] public known;
    mapping(bytes32 leaseId => uint256) public booked;
    mapping(uint256 disputeId => bytes) public termsOf;
    mapping(uint256 disputeId => uint256) public toParties;
    mapping(uint256 invariantNumber => string) public broken;
    mapping(bytes4 selector => uint256) public done;

    constructor() {
        VM.warp(time);
        deployAll();
        for (uint256 i; i < OPERATORS; ++i) _settle(operator(i), 20_000 * MILL);
        for (uint256 i; i < BUYERS; ++i) _settle(buyer(i), 0);
        for (uint256 i; i < OPERATORS; ++i) register(i, i, 4000);
    }

    /// @dev Give an account MILL and dollars, and the contracts its allowances.
    function _settle(address account, uint256 stake) private {
        mill.transfer(account, 1_000_000 * MILL);
        usd.mint(account, 10_000_000 * USD);
        VM.startPrank(account);
        mill.approve(address(staking), type(uint256).max);
        usd.approve(address(escrow), type(uint256).max);
        escrow.deposit(address(usd), 5_000_000 * USD);
        if (stake != 0) staking.stake(stake);
        VM.stopPrank();
    }

    function operator(uint256 i) public pure returns (address) {
        return VM.addr(1 + i);
    }

    function buyer(uint256 i) public pure returns (address) {
        return VM.addr(11 + i);
    }

    function count() external view returns (uint256) {
        return _terms.length;
    }

    function termsAt(uint256 i) public view returns (ILeases.Terms memory) {
        return abi.decode(_terms[i], (ILeases.Terms));
    }

    function idAt(uint256 i) public view returns (bytes32) {
        return keccak256(_terms[i]);
    }

    function slotAt(uint256 i) public view returns (ILeases.Lease memory) {
        return leases.lease(idAt(i));
    }

    function nodeCount() external view returns (uint256) {
        return known.length;
    }

    function pass(uint256 duration) external {
        time += duration;
    }

    function note(uint256 number, string calldata what) external {
        broken[number] = what;
    }

    // -------------------------------------------------------------------------------------------------- nodes

    function register(uint256 o, uint256 hardware, uint32 units) public returns (bool ok) {
        IAttestors.NodeAttestation memory a = IAttestors.NodeAttestation({
            operator: operator(o),
            hardwareId: bytes32(hardware + 1),
            classId: CLASS,
            units: units,
            expiresAt: uint40(time + 1000 days + _nonce++)
        });
        bytes[] memory signatures = _attested(attestors.nodeDigest(a));
        bytes memory answer;
        (ok, answer) = act(operator(o), address(nodes), abi.encodeCall(INodes.register, (a, signatures)));
        if (ok) known.push(abi.decode(answer, (uint256)));
    }

    function retire(uint256 n) external returns (bool ok) {
        INodes.Node memory node = nodes.node(known[n]);
        (ok, ) = act(node.operator, address(nodes), abi.encodeCall(INodes.retire, (known[n])));
        if (!ok) return false;
        known[n] = known[known.length - 1];
        known.pop();
    }

    // ------------------------------------------------------------------------------------------------- leases

    /// @param shape kind, metering and the numbers of the offer follow from it
    function open(uint256 n, uint256 b, uint32 units, uint32 duration, uint256 shape) external returns (bool ok) {
        ILeases.Order memory order;
        order.offer = _offer(known[n], shape);
        (order.units, order.durationSeconds, order.nonce) = (units, duration, ++_nonce);
        if (order.offer.metering == ILeases.Metering.ByVoucher) order.signer = VM.addr(21 + b);
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(_keyOf(order.offer.operator), offers.offerDigest(order.offer));
        order.signature = abi.encodePacked(r, s, v);
        bytes memory answer;
        (ok, answer) = act(buyer(b), address(leases), abi.encodeCall(ILeases.open, (order)));
        if (!ok) return false;
        ILeases.Terms memory t = ILeases.Terms({
            offer: order.offer,
            bound: _bound(),
            buyer: buyer(b),
            signer: order.signer,
            units: units,
            durationSeconds: duration,
            continues: 0,
            nonce: order.nonce
        });
        bytes memory encoded = abi.encode(t);
        if (keccak256(encoded) != abi.decode(answer, (bytes32))) broken[11] = "a lease is bound to something else";
        _keep(encoded);
    }

    /// @dev In the place of a lease of which nothing is left, if there is one.
    function _keep(bytes memory encoded) private {
        ++opened;
        for (uint256 i; i < _terms.length; ++i) {
            if (slotAt(i).state == ILeases.State.Final && channelAt(i).closed) {
                _terms[i] = encoded;
                last = i;
                return;
            }
        }
        last = _terms.length;
        _terms.push(encoded);
    }

    function full() external view returns (bool) {
        if (_terms.length < MOST_LEASES) return false;
        for (uint256 i; i < _terms.length; ++i) {
            if (slotAt(i).state == ILeases.State.Final && channelAt(i).closed) return false;
        }
        return true;
    }

    function _offer(uint256 nodeId, uint256 shape) private returns (ILeases.Offer memory offer) {
        offer.operator = nodes.node(nodeId).operator;
        offer.nodeId = nodeId;
        offer.token = address(usd);
        offer.pricePerUnitHour = uint96(1 + (shape % 9973));
        offer.maxSeconds = 300 days;
        offer.bondPerUnit = uint96((16 * MILL) / 100 + (shape % (MILL / 2)));
        offer.promisedUptimeBps = uint16(9000 + (shape % 1001));
        offer.startWindowSeconds = uint32(60 + (shape % 3600));
        offer.expiresAt = type(uint40).max;
        offer.salt = ++_nonce;
        offer.kind = ILeases.Kind((shape >> 32) % 3);
        if (offer.kind == ILeases.Kind.Spot) offer.noticeSeconds = uint32(60 + (shape % 600));
        if (offer.kind == ILeases.Kind.Reserved) offer.earlyExitBps = uint16(shape % 10_001);
        if (offer.kind != ILeases.Kind.Reserved && (shape >> 64) % 3 == 0) {
            offer.metering = ILeases.Metering.ByVoucher;
            offer.graceSeconds = uint32(600 + (shape % 3600));
        } else {
            offer.minSeconds = uint32(shape % 600);
        }
    }

    /// @dev What a lease that opens now is bound to.
    function _bound() private view returns (ILeases.Bound memory b) {
        b.openedAt = uint40(time);
        b.noShowDelaySeconds = uint32(parameters.value("noShowDelaySeconds"));
        b.claimWindowSeconds = uint32(parameters.value("claimWindowSeconds"));
        string[8] memory ids = [
            "noShowBps",
            "abandonFloorBps",
            "outageStep1Bps",
            "outageStep2Bps",
            "outageStep3Bps",
            "outageCompensation1Bps",
            "outageCompensation2Bps",
            "outageCompensation3Bps"
        ];
        uint128 rates;
        for (uint256 i; i < 8; ++i) rates |= uint128(parameters.value(bytes32(bytes(ids[i])))) << uint128(16 * i);
        b.rates = WarrantyRates.wrap(rates);
        b.feeBps = uint16(parameters.value("protocolFeeBps"));
        b.requiredStakePerUnit = nodes.class(CLASS).requiredStakePerUnit;
    }

    /// @notice Take a step of lease `i`, as the party whose step it is or, where it is anybody's, as `sender`.
    function step(uint256 i, Step which, uint256 x, address sender) external returns (bool ok) {
        ILeases.Terms memory t = termsAt(i);
        ILeases.Lease memory s = slotAt(i);
        bool allowed = _isAllowed(which, t, s);
        uint256 due = Math.max(_due(which, t, s), channelAt(i).settled);
        uint256 wanted = Math.min(_compensation(which, t, s), bondAt(i));
        (ok, ) = act(_senderOf(which, t, sender), address(leases), _call(which, t, s, idAt(i), x));
        if (which > Step.Settle) return ok;

        if (allowed && !ok) broken[10] = "a party could not take its step";
        if (!allowed && ok) broken[11] = "a step was taken out of its time";
        if (!ok || which == Step.Start || which == Step.Finalize) return ok;
        if (t.offer.metering == ILeases.Metering.ByTime && channelAt(i).settled != due) {
            broken[11] = "a lease paid something else than its terms say";
        }
        if (_lastBooked != wanted) broken[11] = "a lease compensated something else than its terms say";
    }

    function _isAllowed(Step which, ILeases.Terms memory t, ILeases.Lease memory s) private view returns (bool) {
        uint256 startBy = uint256(t.bound.openedAt) + t.offer.startWindowSeconds;
        if (which == Step.Start || which == Step.Cancel) return s.state == ILeases.State.Open && time <= startBy;
        if (which == Step.NoShow) {
            return s.state == ILeases.State.Open && time >= startBy + t.bound.noShowDelaySeconds;
        }
        if (which == Step.Finalize) {
            bool over = time >= uint256(s.endedAt) + t.bound.claimWindowSeconds;
            return s.state == ILeases.State.Ended && s.claim != ILeases.Claim.Pending && over;
        }
        if (s.state != ILeases.State.Running) return false;
        if (which == Step.Settle) return t.offer.metering == ILeases.Metering.ByTime;
        return which == Step.Complete ? time >= s.endsAt : time < s.endsAt;
    }

    /// @dev What the channel of a lease by time has paid in all after this step, if not more was settled before.
    function _due(Step which, ILeases.Terms memory t, ILeases.Lease memory s) private view returns (uint256) {
        if (which == Step.NoShow || s.state == ILeases.State.None) return 0;
        if (which == Step.Cancel) return _earned(t, s, t.offer.minSeconds);
        if (s.state != ILeases.State.Running) return 0;
        uint256 ran = Math.min(time, s.endsAt) - s.startedAt;
        if (which != Step.Stop) return _earned(t, s, ran);
        bool noticed = s.outcome == ILeases.Outcome.Reclaimed;
        uint256 billed = noticed ? ran : Math.max(ran, t.offer.minSeconds);
        uint256 due = _earned(t, s, billed);
        if (t.offer.kind != ILeases.Kind.Reserved) return due;
        uint256 total = uint256(t.durationSeconds) + s.extendedSeconds;
        uint256 price = Math.ceilDiv(uint256(t.units) * t.offer.pricePerUnitHour * total, 3600);
        // Of what was not used, whether there was an outage or not.
        uint256 used = (uint256(t.units) * t.offer.pricePerUnitHour * Math.min(billed, total)) / 3600;
        return due + Math.ceilDiv((price - used) * t.offer.earlyExitBps, 10_000);
    }

    function _earned(ILeases.Terms memory t, ILeases.Lease memory s, uint256 billed) private pure returns (uint256) {
        billed = Math.min(billed, uint256(t.durationSeconds) + s.extendedSeconds);
        billed -= Math.min(billed, s.outageSeconds);
        return (uint256(t.units) * t.offer.pricePerUnitHour * billed) / 3600;
    }

    /// @notice What Staking owes to the parties of leases, part by part.
    function owedByStaking() external view returns (uint256 sum) {
        for (uint256 i; i < OPERATORS; ++i) sum += _owedTo(operator(i));
        for (uint256 i; i < BUYERS; ++i) sum += _owedTo(buyer(i));
        sum += _owedTo(STRANGER);
        for (uint256 id = 1; id <= disputes.lastDisputeId(); ++id) {
            IStaking.Slash memory s = staking.slash(id);
            sum += s.ownTaken + s.delegatedTaken - s.paid;
        }
        return sum + staking.disputeBonds();
    }

    function _owedTo(address account) private view returns (uint256) {
        IStaking.OperatorStake memory s = staking.operatorStake(account);
        return s.own + s.ownThawing + s.pending + s.delegated + s.delegatedThawing + staking.creditOf(account);
    }

    function _rate(ILeases.Terms memory t, uint256 index) private pure returns (uint256) {
        return uint16(WarrantyRates.unwrap(t.bound.rates) >> uint128(16 * index));
    }

    /// @dev The bond by the lease's terms.
    function _bond(ILeases.Terms memory t, ILeases.Lease memory s) private pure returns (uint256) {
        uint256 total = uint256(t.durationSeconds) + s.extendedSeconds;
        return Math.ceilDiv(uint256(t.units) * t.offer.bondPerUnit * total, t.durationSeconds);
    }

    /// @notice What is left of the bond of lease `i`, which is not final.
    function bondAt(uint256 i) public view returns (uint256) {
        ILeases.Terms memory t = termsAt(i);
        return staking.bondOf(idAt(i), t.offer.operator, _bond(t, slotAt(i)));
    }

    /// @dev What this step compensates, were all of the bond there.
    function _compensation(Step which, ILeases.Terms memory t, ILeases.Lease memory s) private view returns (uint256) {
        uint256 total = uint256(t.durationSeconds) + s.extendedSeconds;
        uint256 bond = _bond(t, s);
        if (which == Step.NoShow) return Math.ceilDiv(bond * _rate(t, 0), 10_000);
        if (which != Step.Abandon || s.state != ILeases.State.Running || time >= s.endsAt) return 0;
        uint256 left = total - (time - s.startedAt);
        uint256 least = Math.ceilDiv(bond * _rate(t, 1), 10_000);
        return Math.max(Math.ceilDiv(bond * left, total), least);
    }

    function _senderOf(Step which, ILeases.Terms memory t, address sender) private pure returns (address) {
        bool operators = which == Step.Start || which == Step.Abandon || which == Step.Reclaim || which == Step.Release;
        if (operators) return t.offer.operator;
        bool buyers = which == Step.Cancel || which == Step.Stop || which == Step.Extend || which == Step.Outage;
        return buyers ? t.buyer : sender;
    }

    function _call(
        Step which,
        ILeases.Terms memory t,
        ILeases.Lease memory s,
        bytes32 id,
        uint256 x
    ) private view returns (bytes memory) {
        if (which == Step.Start) return abi.encodeCall(ILeases.start, (t));
        if (which == Step.Cancel) return abi.encodeCall(ILeases.cancel, (t));
        if (which == Step.NoShow) return abi.encodeCall(ILeases.reportNoShow, (t));
        if (which == Step.Stop) return abi.encodeCall(ILeases.stop, (t));
        if (which == Step.Abandon) return abi.encodeCall(ILeases.abandon, (t));
        if (which == Step.Complete) return abi.encodeCall(ILeases.complete, (t));
        if (which == Step.Finalize) return abi.encodeCall(ILeases.finalize, (t));
        if (which == Step.Settle) return abi.encodeCall(ILeases.settle, (t));
        if (which == Step.Reclaim) return abi.encodeCall(ILeases.reclaim, (t));
        if (which == Step.Release) return abi.encodeCall(ILeases.release, (t));
        if (which == Step.Extend) return abi.encodeCall(ILeases.extend, (t, uint32(x)));
        uint40 from = uint40(uint256(s.startedAt) + s.outageReportedSeconds);
        IAttestors.OutageAttestation memory outage = IAttestors.OutageAttestation(id, from, uint40(from + x));
        return abi.encodeCall(ILeases.reportOutage, (t, outage, _attested(attestors.outageDigest(outage))));
    }

    /// @notice A call of lease `i`, whoever may make it.
    function callOf(uint256 i, Step which, uint256 x) external view returns (bytes memory) {
        return _call(which, termsAt(i), slotAt(i), idAt(i), x);
    }

    /// @notice Whether `account` is whom a step is for.
    function isFor(uint256 i, Step which, address account) external view returns (bool) {
        return _senderOf(which, termsAt(i), account) == account;
    }

    /// @notice Settle a voucher of lease `i`, or once it has ended give what is left of its channel back.
    function voucher(uint256 i, uint256 amount) external returns (bool ok) {
        ILeases.Terms memory t = termsAt(i);
        if (t.signer == address(0)) return false;
        uint160 salt = escrow.saltOf(t.buyer, address(leases), uint256(idAt(i)));
        bytes32 digest = escrow.voucherDigest(t.offer.operator, t.offer.token, salt, uint96(amount));
        IEscrow.Claim[] memory claims = new IEscrow.Claim[](1);
        (bytes32 r, bytes32 vs) = VM.signCompact(_keyOf(t.signer), digest);
        claims[0] = IEscrow.Claim((uint256(salt) << 96) | amount, r, vs);
        bytes memory data = abi.encodeCall(IEscrow.settle, (t.offer.operator, t.offer.token, claims));
        (ok, ) = act(STRANGER, address(escrow), data);
    }

    function closeChannel(uint256 i) external returns (bool ok) {
        (ok, ) = act(STRANGER, address(escrow), abi.encodeCall(IEscrow.close, (_channelTerms(i))));
    }

    function channelAt(uint256 i) public view returns (IEscrow.ChannelView memory) {
        return escrow.channel(escrow.channelIdOf(_channelTerms(i)));
    }

    function _channelTerms(uint256 i) private view returns (IEscrow.ChannelTerms memory) {
        ILeases.Terms memory t = termsAt(i);
        address signer = t.signer == address(0) ? address(leases) : t.signer;
        bytes32 id = idAt(i);
        return IEscrow.ChannelTerms(t.buyer, address(leases), t.offer.operator, t.offer.token, signer, uint256(id));
    }

    // ----------------------------------------------------------------------------------------------- disputes

    function accuse(uint256 i, uint256 kind) external returns (bool ok) {
        ILeases.Terms memory t = termsAt(i);
        bytes memory data = abi.encodeCall(IDisputes.open, (t, IDisputes.Kind(kind), bytes32(0), ""));
        bytes memory answer;
        (ok, answer) = act(t.buyer, address(disputes), data);
        if (ok) termsOf[abi.decode(answer, (uint256))] = _terms[i];
    }

    function answer_(uint256 disputeId) external returns (bool ok) {
        address respondent = disputes.dispute(disputeId).respondent;
        (ok, ) = act(respondent, address(disputes), abi.encodeCall(IDisputes.answer, (disputeId, bytes32(0), "")));
    }

    function rule(uint256 disputeId, uint256 ruling) external returns (bool ok) {
        uint256 number = disputes.dispute(disputeId).arbitratorDisputeId;
        bytes memory data = abi.encodeCall(court.give, (disputes, number, ruling));
        (ok, ) = act(STRANGER, address(court), data);
    }

    function appeal(uint256 disputeId) external returns (bool ok) {
        IDisputes.Dispute memory d = disputes.dispute(disputeId);
        address loser = d.verdict == IDisputes.Verdict.Upheld ? d.respondent : d.challenger;
        (ok, ) = act(loser, address(disputes), abi.encodeCall(IDisputes.appeal, (disputeId, bytes32(0), "")));
    }

    function execute(uint256 disputeId, address sender) external returns (bool ok) {
        ILeases.Terms memory t = abi.decode(termsOf[disputeId], (ILeases.Terms));
        IDisputes.Dispute memory d = disputes.dispute(disputeId);
        bool due = d.state != IDisputes.State.Ended && time >= d.deadline;
        (ok, ) = act(sender, address(disputes), abi.encodeCall(IDisputes.execute, (disputeId, t)));
        if (due != ok) broken[10] = "a dispute could not be ended at its time, or could before";
    }

    function payOut(uint256 disputeId, address sender) external returns (bool ok) {
        uint256 before = _credits(disputeId);
        (ok, ) = act(sender, address(staking), abi.encodeCall(IStaking.payOut, (disputeId)));
        if (!ok) return false;
        toParties[disputeId] += _credits(disputeId) - before;
        IStaking.Slash memory s = staking.slash(disputeId);
        if (2 * toParties[disputeId] > s.ownTaken - s.pendingTaken) {
            broken[12] = "challenger and buyer got more than half of own stake";
        }
    }

    /// @dev The buyer of a lease is its challenger.
    function _credits(uint256 disputeId) private view returns (uint256) {
        return staking.creditOf(staking.slash(disputeId).buyer);
    }

    // ------------------------------------------------------------------------------------- stake and governance

    /// @notice Any call on Staking that its sender may make for itself.
    function onStaking(address sender, bytes calldata data) external returns (bool ok) {
        (ok, ) = act(sender, address(staking), data);
    }

    function onEscrow(address sender, bytes calldata data) external returns (bool ok) {
        (ok, ) = act(sender, address(escrow), data);
    }

    function setParameter(bytes32 id, uint256 value) external returns (bool ok) {
        VM.warp(time);
        (ok, ) = address(parameters).call(abi.encodeCall(IParameters.set, (id, uint96(value))));
        if (ok) ++done[IParameters.set.selector];
    }

    function setClass(uint96 required, uint96 bond) external {
        nodes.setClass(CLASS, required, bond, 0);
    }

    /// @notice Pause all that can be paused; what the guardian may not pause again yet stays as it is.
    function pauseAll() external {
        VM.warp(time);
        for (uint256 a; a < 3; ++a) {
            (bool ok, ) = address(parameters).call(abi.encodeCall(IParameters.pause, (IParameters.Action(a))));
            if (!ok) continue;
            ++done[IParameters.pause.selector];
            pausableFrom = time + parameters.value("pauseSeconds") + parameters.value("pauseRestSeconds");
        }
    }

    /// @notice Wait until leases can be opened again.
    function passPause() external virtual {
        uint256 until = parameters.pausedUntil(IParameters.Action.OpenLease);
        if (until > time) time = until;
    }

    function collectFees() external {
        address[] memory all = new address[](OPERATORS);
        for (uint256 i; i < OPERATORS; ++i) all[i] = operator(i);
        escrow.collectFees(address(usd), all);
        uint256 free = escrow.freeBalance(address(this), address(usd));
        if (free != 0) escrow.withdraw(address(usd), free, address(this));
    }

    // ---------------------------------------------------------------------------------------------- internal

    uint256 private _lastBooked;

    /// @notice Call `target` as `sender`, and look at what answers for each operator before and after.
    function act(
        address sender,
        address target,
        bytes memory data
    ) public virtual returns (bool ok, bytes memory answer) {
        VM.warp(time);
        Look[OPERATORS] memory before;
        for (uint256 o; o < OPERATORS; ++o) before[o] = _look(operator(o));
        VM.prank(sender);
        (ok, answer) = target.call(data);
        if (!ok) {
            if (answer.length < 4 || bytes4(answer) == bytes4(keccak256("Panic(uint256)"))) {
                // The selector, and the code of a panic if it was one.
                uint256 panic = answer.length == 36 ? uint8(answer[35]) : 0;
                broken[10] = string.concat(
                    "a call was refused without a reason: ",
                    Strings.toHexString(uint32(bytes4(data))),
                    ", panic ",
                    Strings.toHexString(panic)
                );
            }
            return (ok, answer);
        }
        bytes4 selector = bytes4(data);
        ++done[selector];
        _lastBooked = 0;
        for (uint256 o; o < OPERATORS; ++o) _compare(selector, before[o], _look(operator(o)));
    }

    /// @dev 6: only a slash that was ruled takes of what a lease has locked or a dispute frozen.
    function _compare(bytes4 selector, Look memory b, Look memory a) private {
        if (a.pending > b.pending) {
            ++compensations;
            _lastBooked = a.pending - b.pending;
        }
        if (selector == IDisputes.execute.selector) return;
        if (a.shortOfLeases > b.shortOfLeases) broken[6] = "stake locked for a lease left";
        if (selector == IDisputes.open.selector || selector == IStaking.payCompensation.selector) return;
        if (a.shortOfFrozen > b.shortOfFrozen) broken[6] = "stake frozen for a dispute left";
    }

    function _look(address who) private view returns (Look memory look) {
        IStaking.OperatorStake memory s = staking.operatorStake(who);
        uint256 held;
        for (uint256 i; i < _terms.length; ++i) {
            ILeases.Terms memory t = termsAt(i);
            ILeases.State state = slotAt(i).state;
            if (t.offer.operator != who || state == ILeases.State.None || state == ILeases.State.Final) continue;
            held += bondAt(i) + uint256(t.units) * t.bound.requiredStakePerUnit;
        }
        look.shortOfLeases = Math.saturatingSub(held, s.own);
        look.shortOfFrozen = Math.saturatingSub(s.frozenOwn, s.own + s.ownThawing + s.pending);
        look.pending = s.pending;
    }

    function _attested(bytes32 digest) private pure returns (bytes[] memory signatures) {
        signatures = new bytes[](1);
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(ATTESTOR_KEY, digest);
        signatures[0] = abi.encodePacked(r, s, v);
    }

    function _keyOf(address account) private pure returns (uint256 key) {
        key = 1;
        while (VM.addr(key) != account) ++key;
    }
}
