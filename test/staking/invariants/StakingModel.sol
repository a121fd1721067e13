// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IMillToken} from "../../../contracts/interfaces/IMillToken.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {IStaking} from "../../../contracts/interfaces/IStaking.sol";
import {VM} from "../../support/Cheats.sol";
import {StakingWorld} from "../StakingWorld.sol";

/// @title Looks at Staking before and after each call, and notes what should not have happened
/// @dev A note stays until the invariant of its number reads it: a revert would be swallowed by the runner.
contract StakingModel is StakingWorld {
    uint256 public constant OPERATORS = 3;
    uint256 public constant ACTORS = 5;
    uint256 public constant LEASES_OF_EACH = 3;

    /// @dev What a call may change.
    struct Look {
        IStaking.OperatorStake stake;
        uint256 shares;
        uint256 wealth;
        uint256 requests;
        uint256 credits;
        uint256 supply;
    }

    uint256 public time;
    mapping(uint256 invariantNumber => string) public broken;
    mapping(bytes4 selector => uint256) public done;

    uint256[] public disputes;
    uint256 public compensations;
    mapping(bytes32 leaseId => bool) public isLocked;
    mapping(bytes32 leaseId => uint256) public requiredStake;
    /// @notice What a lease's bond is by its terms.
    mapping(bytes32 leaseId => uint256) public bond;
    mapping(address operator => mapping(address account => uint256)) public thaws;
    mapping(uint256 disputeId => uint256) private credited;

    constructor() {
        deployStaking();
        time = VM.getBlockTimestamp();
        for (uint256 i; i < ACTORS; ++i) fund(actor(i), 10_000_000 * MILL);
    }

    function target() external view returns (IStaking) {
        return staking;
    }

    function world() external view returns (IMillToken, IParameters) {
        return (mill, parameters);
    }

    function actor(uint256 i) public pure returns (address) {
        return address(uint160(0xac7000 + i));
    }

    /// @dev Operators are the first of the actors.
    function leaseOf(address operator, uint256 i) public pure returns (bytes32) {
        return keccak256(abi.encode(operator, i));
    }

    function disputeCount() external view returns (uint256) {
        return disputes.length;
    }

    function pass(uint256 duration) external {
        time += duration;
    }

    /// @notice As Emissions does: the MILL is there before it is credited.
    function reward(address operator, uint256 amount) external {
        mill.transfer(address(staking), amount);
        this.act(address(this), operator, abi.encodeCall(IStaking.noteMinted, (amount)));
        this.act(address(this), operator, abi.encodeCall(IStaking.addRewards, (operator, amount)));
    }

    /// @notice Call Staking as `sender`, about `operator`.
    function act(address sender, address operator, bytes calldata data) public returns (bool ok, bytes memory answer) {
        VM.warp(time);
        Look memory before = _look(sender, operator);
        IStaking.Slash memory slashBefore = _slashOf(data);
        bool held = _heldBack(data);
        VM.prank(sender);
        (ok, answer) = address(staking).call(data);
        if (!ok) return (ok, answer);
        bytes4 selector = bytes4(data);
        ++done[selector];
        _follow(selector, sender, operator, data, answer);

        Look memory afterwards = _look(sender, operator);
        _checkHeld(selector, held, before.stake, afterwards.stake);
        _checkPrice(selector, before, afterwards);
        if (selector == IStaking.book.selector) _checkBooking(data, before.stake, afterwards.stake);
        if (selector == IStaking.payOut.selector) _checkPayout(data, slashBefore, before, afterwards);
    }

    // ---------------------------------------------------------------------------------------- what is checked

    /// @dev 6: only a slash, or compensation that was held back long enough, leaves less than is locked or frozen.
    function _checkHeld(
        bytes4 selector,
        bool held,
        IStaking.OperatorStake memory b,
        IStaking.OperatorStake memory a
    ) private {
        if (selector == IStaking.book.selector) return;
        if (_short(a.bonded + a.locked, a.own) > _short(b.bonded + b.locked, b.own)) broken[6] = "locked stake left";
        if (selector == IStaking.freeze.selector) return;
        bool lessAnswers =
            _short(a.frozenOwn, a.own + a.ownThawing + a.pending) >
                _short(b.frozenOwn, b.own + b.ownThawing + b.pending);
        if (lessAnswers && held) broken[6] = "frozen stake left";
        if (
            selector == IStaking.withdraw.selector &&
            _short(a.frozenOwn, a.own + a.ownThawing) > _short(b.frozenOwn, b.own + b.ownThawing)
        ) broken[6] = "own stake left a slash to pending compensation";
        uint256 allBefore = b.delegated + b.delegatedThawing;
        uint256 all = a.delegated + a.delegatedThawing;
        if (
            selector == IStaking.withdrawDelegation.selector && a.frozenDelegated * allBefore > b.frozenDelegated * all
        ) {
            broken[6] = "a delegator left more than its part of what is frozen to the others";
        }
    }

    /// @dev 7: the price falls only by a slash, and no own move makes its mover richer.
    function _checkPrice(bytes4 selector, Look memory b, Look memory a) private {
        if (selector == IStaking.book.selector) return;
        if ((a.stake.delegated + 1) * (b.shares + 1000) < (b.stake.delegated + 1) * (a.shares + 1000)) {
            broken[7] = "a share's price fell";
        }
        if (selector == IStaking.addRewards.selector || !_isMove(selector)) return;
        // The leaver's rounding stays behind, and may lift each of its other requests over a whole unit.
        uint256 slack = b.requests + 1;
        if (a.wealth > b.wealth + slack) broken[7] = "a mover became richer";
    }

    /// @dev 12: what was taken is gone from the stake, own first, and within its bound.
    function _checkBooking(
        bytes calldata data,
        IStaking.OperatorStake memory b,
        IStaking.OperatorStake memory a
    ) private {
        IStaking.Slash memory s = _slashOf(data);
        uint256 ownBefore = b.own + b.ownThawing + b.pending;
        uint256 own = a.own + a.ownThawing + a.pending;
        uint256 delegatedBefore = b.delegated + b.delegatedThawing;
        uint256 delegated = a.delegated + a.delegatedThawing;
        if (b.pending - a.pending != s.pendingTaken) broken[12] = "pending did not fall by what was taken of it";
        if (ownBefore - own != s.ownTaken) broken[12] = "own stake did not fall by what was taken";
        if (delegatedBefore - delegated != s.delegatedTaken) broken[12] = "delegated stake fell by something else";
        // A pool of which less than 1 MILL were left ends with the slash.
        if (s.ownTaken > s.ownPart + MILL) broken[12] = "more own stake than its part";
        if (s.delegatedTaken > s.delegatedPart + 2 * MILL) broken[12] = "more delegated stake than its part";
        if (s.ownTaken < s.ownPart && own != 0) broken[12] = "own stake was spared";
        bool freeIsEnough = b.own - b.bonded >= s.ownPart;
        bool restTouched = a.bonded != b.bonded || a.ownThawing != b.ownThawing || a.pending != b.pending;
        if (freeIsEnough && restTouched) broken[12] = "free stake did not go first";
        if (a.pending < b.pending && a.bonded + a.ownThawing != 0) broken[12] = "pending did not go last";
    }

    /// @dev 12: bounty, buyer's part and burn are what was paid, and the first two at most half of own stake.
    function _checkPayout(bytes calldata data, IStaking.Slash memory before, Look memory b, Look memory a) private {
        IStaking.Slash memory s = _slashOf(data);
        uint256 disputeId = abi.decode(data[4:], (uint256));
        uint256 toParties = a.credits - b.credits;
        if (toParties + (b.supply - a.supply) != s.paid - before.paid) broken[12] = "the parts are not the whole";
        credited[disputeId] += toParties;
        if (2 * credited[disputeId] > s.ownTaken - s.pendingTaken)
            broken[12] = "challenger and buyer got more than half of own";
        if (s.paid > s.ownTaken + s.delegatedTaken) broken[12] = "more was paid than taken";
    }

    // ------------------------------------------------------------------------------------------ what is read

    /// @notice What Staking owes, added up part by part.
    function owed() external view returns (uint256 sum) {
        // Everybody may stake.
        for (uint256 i; i < ACTORS; ++i) {
            IStaking.OperatorStake memory s = staking.operatorStake(actor(i));
            sum += s.own + s.ownThawing + s.pending + s.delegated + s.delegatedThawing;
        }
        for (uint256 i; i < disputes.length; ++i) {
            IStaking.Slash memory s = staking.slash(disputes[i]);
            sum += s.ownTaken + s.delegatedTaken - s.paid;
        }
        return sum + staking.disputeBonds() + _credits();
    }

    /// @notice Live bonds of an operator, added up lease by lease.
    function liveBonds(address operator) external view returns (uint256 sum) {
        for (uint256 i; i < LEASES_OF_EACH; ++i) {
            bytes32 leaseId = leaseOf(operator, i);
            if (isLocked[leaseId]) sum += staking.bondOf(leaseId, operator, bond[leaseId]);
        }
    }

    function balance() external view returns (uint256) {
        return mill.balanceOf(address(staking));
    }

    function _look(address sender, address operator) private view returns (Look memory look) {
        look.stake = staking.operatorStake(operator);
        for (uint256 i; i < ACTORS; ++i) {
            (uint256 shares, ) = staking.delegationOf(operator, actor(i));
            look.shares += shares;
        }
        // After what disputes have frozen of it, as in the views of requests: who enters takes on a part of that.
        (, look.wealth) = staking.delegationOf(operator, sender);
        uint256 all = look.stake.delegated + look.stake.delegatedThawing;
        if (all != 0) look.wealth -= Math.min(look.wealth, Math.ceilDiv(look.wealth * look.stake.frozenDelegated, all));
        look.wealth += mill.balanceOf(sender);
        look.requests = thaws[operator][sender];
        for (uint256 i; i < look.requests; ++i) look.wealth += staking.undelegationOf(operator, sender, i).tokens;
        if (sender == operator) {
            look.wealth += look.stake.own;
            look.requests += thaws[operator][address(0)];
            for (uint256 i; i < thaws[operator][address(0)]; ++i) look.wealth += staking.thawOf(operator, i).tokens;
        }
        look.credits = _credits();
        look.supply = mill.totalSupply();
    }

    function _credits() private view returns (uint256 sum) {
        for (uint256 i; i < ACTORS; ++i) sum += staking.creditOf(actor(i));
    }

    function _slashOf(bytes calldata data) private view returns (IStaking.Slash memory s) {
        bytes4 selector = bytes4(data);
        if (selector != IStaking.book.selector && selector != IStaking.payOut.selector) return s;
        return staking.slash(abi.decode(data[4:], (uint256)));
    }

    /// @dev False for compensation that waited two thaw periods more than it had to.
    function _heldBack(bytes calldata data) private view returns (bool) {
        if (bytes4(data) != IStaking.payCompensation.selector) return true;
        return time < staking.compensation(abi.decode(data[4:], (uint256))).payableAt + 2 * THAW;
    }

    function _follow(
        bytes4 selector,
        address sender,
        address operator,
        bytes calldata data,
        bytes memory answer
    ) private {
        if (selector == IStaking.requestThaw.selector) ++thaws[sender][address(0)];
        if (selector == IStaking.requestUndelegate.selector) ++thaws[operator][sender];
        if (selector == IStaking.freeze.selector) disputes.push(abi.decode(data[4:], (uint256)));
        if (selector == IStaking.compensate.selector) {
            (uint256 id, ) = abi.decode(answer, (uint256, uint256));
            if (id != 0) compensations = id;
        }
        if (selector == IStaking.lock.selector) {
            (bytes32 leaseId, , uint256 booked, uint256 required) = abi.decode(
                data[4:],
                (bytes32, address, uint256, uint256)
            );
            (isLocked[leaseId], bond[leaseId], requiredStake[leaseId]) = (true, booked, required);
        }
        if (selector == IStaking.extendBond.selector) {
            (bytes32 leaseId, , , uint256 added) = abi.decode(data[4:], (bytes32, address, uint256, uint256));
            bond[leaseId] += added;
        }
        if (selector == IStaking.unlock.selector) {
            bytes32 leaseId = abi.decode(data[4:], (bytes32));
            (isLocked[leaseId], requiredStake[leaseId], bond[leaseId]) = (false, 0, 0);
        }
    }

    function _isMove(bytes4 s) private pure returns (bool) {
        bool own =
            s == IStaking.stake.selector || s == IStaking.requestThaw.selector || s == IStaking.withdraw.selector;
        return
            own ||
            s == IStaking.delegate.selector ||
            s == IStaking.requestUndelegate.selector ||
            s == IStaking.withdrawDelegation.selector;
    }

    function _short(uint256 needed, uint256 there) private pure returns (uint256) {
        return needed > there ? needed - there : 0;
    }
}
