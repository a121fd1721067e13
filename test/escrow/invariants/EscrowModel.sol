// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {IParameters} from "../../../contracts/interfaces/IParameters.sol";
import {HostilePausingToken} from "../../../contracts/test/HostilePausingToken.sol";
import {HostileReentrantToken} from "../../../contracts/test/HostileReentrantToken.sol";
import {TestToken} from "../../../contracts/test/TestToken.sol";
import {VM} from "../../support/Cheats.sol";
import {World} from "../../support/World.sol";

/// @title Makes the calls on Escrow and keeps books of its own about what each must have done
/// @dev The model is the settings' owner and guardian; everybody else is a key of its own. A note in `broken` stays until
/// the invariant of its number reads it: a revert would be swallowed by the runner.
contract EscrowModel {
    /// @dev What the model knows of a channel, from the calls that were made.
    struct Known {
        IEscrow.ChannelTerms terms;
        bytes32 id;
        uint256 funded;
        uint256 target; // the most that was signed, submitted in time and covered
        uint256 feeBps;
        uint256 challenge;
        uint256 closesAt;
        bool closed;
        uint256 seen; // what Escrow has last said is settled
    }

    uint256 public constant TOKENS = 4;
    uint256 public constant PAYERS = 2;
    uint256 public constant OPERATORS = 3;
    uint256 public constant MOST_CHANNELS = 10;
    uint256 public constant RELAYER_BPS = 500;
    /// @notice The first operator names no relayer, the second the same for ever, the third changes.
    uint256 public constant RELAYED = 1;
    uint256 public constant CHANGING = 2;

    IEscrow public escrow;
    IParameters public parameters;
    address[TOKENS] public tokens;
    address public collector = VM.addr(30);
    address public stranger = VM.addr(31);
    uint256 public time = 1_800_000_000;

    Known[] private _channels;
    mapping(address account => mapping(address token => uint256)) public ghostFree;
    mapping(address account => mapping(address token => uint256)) public taken;
    mapping(address operator => mapping(address token => uint256)) public withdrawn;
    mapping(address operator => mapping(address token => uint256)) public feesCollected;
    mapping(address token => uint256) public donated;
    mapping(uint256 invariantNumber => string) public broken;
    mapping(bytes4 selector => uint256) public done;

    constructor() {
        VM.warp(time);
        parameters = World.newParameters(address(this), address(this));
        escrow = World.newEscrow(parameters, address(this));
        escrow.wire(new address[](0), collector);
        tokens[0] = World.deploy("TestUSD.sol:TestUSD", "");
        tokens[1] = World.deploy("HostileFeeToken.sol:HostileFeeToken", "");
        tokens[2] = World.deploy("HostilePausingToken.sol:HostilePausingToken", "");
        tokens[3] = World.deploy("HostileReentrantToken.sol:HostileReentrantToken", "");
        for (uint256 t; t < TOKENS; ++t) {
            parameters.setPaymentToken(tokens[t], true);
            VM.prank(operator(RELAYED));
            escrow.setRelayer(tokens[t], relayer(0), RELAYER_BPS);
        }
        time += 7 days;
    }

    function payer(uint256 i) public pure returns (address) {
        return VM.addr(key(i));
    }

    function key(uint256 payerIndex) public pure returns (uint256) {
        return 1 + payerIndex;
    }

    function operator(uint256 i) public pure returns (address) {
        return VM.addr(10 + i);
    }

    function relayer(uint256 i) public pure returns (address) {
        return VM.addr(20 + i);
    }

    function count() external view returns (uint256) {
        return _channels.length;
    }

    function known(uint256 i) external view returns (Known memory) {
        return _channels[i];
    }

    function pass(uint256 duration) external {
        time += duration;
    }

    // ------------------------------------------------------------------------------------------------- moves

    function deposit(uint256 t, address account, uint256 amount) external returns (bool ok) {
        address token = tokens[t];
        VM.warp(time);
        (ok, ) = token.call(abi.encodeCall(TestToken.mint, (account, amount)));
        if (!ok) return false;
        VM.prank(account);
        (ok, ) = token.call(abi.encodeCall(IERC20.approve, (address(escrow), amount)));
        uint256 before = held(token);
        uint256 othersBefore = escrow.freeBalance(token, token);
        (ok, ) = _send(account, abi.encodeCall(IEscrow.deposit, (token, amount)));
        uint256 others = escrow.freeBalance(token, token) - othersBefore;
        ghostFree[token][token] += others;
        if (ok) ghostFree[account][token] += held(token) - before - others;
    }

    function donate(uint256 t, uint256 amount) external {
        (bool ok, ) = tokens[t].call(abi.encodeCall(TestToken.mint, (address(escrow), amount)));
        if (ok) donated[tokens[t]] += amount;
    }

    function withdraw(uint256 t, address account, uint256 amount, address to) external returns (bool ok) {
        (ok, ) = _send(account, abi.encodeCall(IEscrow.withdraw, (tokens[t], amount, to)));
        if (!ok) return false;
        taken[account][tokens[t]] += amount;
        // Only payers' free balances are followed through; relayers have an income that is not.
        unchecked {
            ghostFree[account][tokens[t]] -= amount;
        }
    }

    function open(uint256 p, uint256 o, uint256 t, uint256 amount) external returns (bool ok) {
        if (_channels.length == MOST_CHANNELS) return false;
        uint256 nonce = _channels.length;
        IEscrow.ChannelTerms memory terms = IEscrow.ChannelTerms(
            payer(p),
            address(0),
            operator(o),
            tokens[t],
            payer(p),
            nonce
        );
        (ok, ) = _send(payer(p), abi.encodeCall(IEscrow.open, (terms.operator, terms.token, payer(p), nonce, amount)));
        if (!ok) return false;
        ghostFree[payer(p)][tokens[t]] -= amount;
        Known storage c = _channels.push();
        c.terms = terms;
        c.id = keccak256(
            abi.encode(
                terms.operator,
                terms.token,
                terms.signer,
                uint160(uint256(keccak256(abi.encode(terms.payer, terms.controller, nonce))))
            )
        );
        c.funded = amount;
        c.feeBps = parameters.value("protocolFeeBps");
        c.challenge = parameters.value("challengePeriodSeconds");
    }

    function topUp(uint256 i, address sender, uint256 amount) external returns (bool ok) {
        Known storage c = _channels[i];
        (ok, ) = _send(sender, abi.encodeCall(IEscrow.topUp, (c.terms, amount)));
        if (!ok) return false;
        if (sender != c.terms.payer) broken[2] = "a stranger topped up";
        ghostFree[c.terms.payer][c.terms.token] -= amount;
        c.funded += amount;
    }

    function requestClose(uint256 i, address sender) external returns (bool ok) {
        Known storage c = _channels[i];
        (ok, ) = _send(sender, abi.encodeCall(IEscrow.requestClose, (c.terms)));
        if (!ok) return false;
        if (sender != c.terms.payer || c.closesAt != 0) broken[10] = "a close that was not the payer's to request";
        c.closesAt = time + c.challenge;
    }

    function close(uint256 i, address sender) external returns (bool ok) {
        Known storage c = _channels[i];
        (ok, ) = _send(sender, abi.encodeCall(IEscrow.close, (c.terms)));
        if (!ok) return false;
        bool due = c.closesAt != 0 && time >= c.closesAt;
        if (!due && sender != c.terms.operator) broken[10] = "closed before its time";
        _closed(c);
    }

    function closeByBoth(uint256 i, uint256 cumulative, uint256 payerKey) external returns (bool ok) {
        Known storage c = _channels[i];
        bytes32 digest = _typed(
            keccak256(abi.encode(keccak256("Close(bytes32 channelId,uint96 cumulative)"), c.id, cumulative))
        );
        uint256 operatorKey = 10;
        while (VM.addr(operatorKey) != c.terms.operator) ++operatorKey;
        bytes memory data = abi.encodeCall(
            IEscrow.closeByBoth,
            (c.terms, cumulative, _signature(payerKey, digest), _signature(operatorKey, digest))
        );
        (ok, ) = _send(stranger, data);
        if (!ok) return false;
        if (VM.addr(payerKey) != c.terms.payer || cumulative < c.target) broken[2] = "closed against a party";
        c.target = cumulative;
        _closed(c);
    }

    /// @notice Submit a voucher for each of `which`, in the form that `kind` says.
    function settle(uint256[] memory which, uint256[] memory amounts, uint256 kind) external returns (bool ok) {
        if (kind == 0) ok = _settleGroups(which, amounts);
        else if (kind == 1) ok = _settleBatch(which, amounts);
        else ok = _settleToWallet(which[0], amounts[0]);
        if (!ok) return false;
        for (uint256 j; j < which.length && (kind != 2 || j == 0); ++j) {
            Known storage c = _channels[which[j]];
            // A batch is one signer's: the others' vouchers in it pay nothing.
            if (kind == 1 && c.terms.payer != _channels[which[0]].terms.payer) continue;
            if (kind == 1 && c.terms.token != _channels[which[0]].terms.token) continue;
            uint256 covered = amounts[j] < c.funded ? amounts[j] : c.funded;
            if (!c.closed && covered > c.target) c.target = covered;
        }
    }

    function withdrawEarnings(uint256 o, uint256 t) external returns (bool ok) {
        bytes memory answer;
        (ok, answer) = _send(operator(o), abi.encodeCall(IEscrow.withdrawEarnings, (tokens[t])));
        if (ok) withdrawn[operator(o)][tokens[t]] += abi.decode(answer, (uint256));
    }

    function collectFees(uint256 t, address sender) external returns (bool ok) {
        bytes memory answer;
        (ok, answer) = _send(sender, abi.encodeCall(IEscrow.collectFees, (tokens[t], operators())));
        if (!ok) return false;
        uint256[] memory amounts = abi.decode(answer, (uint256[]));
        for (uint256 o; o < OPERATORS; ++o) {
            feesCollected[operator(o)][tokens[t]] += amounts[o];
            ghostFree[collector][tokens[t]] += amounts[o];
        }
        if (sender != collector) broken[1] = "a stranger collected the fees";
    }

    function collectRelayerFees(uint256 t) external returns (bool ok) {
        (ok, ) = _send(stranger, abi.encodeCall(IEscrow.collectRelayerFees, (tokens[t], operators())));
    }

    function setRelayer(uint256 t, uint256 which, uint256 bps) external returns (bool ok) {
        address to = which == 0 ? address(0) : relayer(which);
        (ok, ) = _send(operator(CHANGING), abi.encodeCall(IEscrow.setRelayer, (tokens[t], to, bps)));
    }

    function setParameter(bytes32 id, uint256 value) external returns (bool ok) {
        VM.warp(time);
        (ok, ) = address(parameters).call(abi.encodeCall(IParameters.set, (id, uint96(value))));
    }

    function pause(IParameters.Action action, bool on) external returns (bool ok) {
        VM.warp(time);
        bytes memory data =
            on ? abi.encodeCall(IParameters.pause, (action)) : abi.encodeCall(IParameters.unpause, (action));
        (ok, ) = address(parameters).call(data);
    }

    /// @notice The issuers' own moves: stop all transfers, or call back into Escrow during the next one.
    function hostility(bool stop, bytes calldata strike, bool beforeMoving) external {
        HostilePausingToken(tokens[2]).setPaused(stop);
        HostileReentrantToken(tokens[3]).mint(tokens[3], 1);
        HostileReentrantToken(tokens[3]).arm(address(escrow), strike, beforeMoving);
        VM.prank(tokens[3]);
        IERC20(tokens[3]).approve(address(escrow), type(uint256).max);
    }

    // ------------------------------------------------------------------------------------------------- looks

    function held(address token) public view returns (uint256) {
        return IERC20(token).balanceOf(address(escrow));
    }

    function operators() public pure returns (address[] memory list) {
        list = new address[](OPERATORS);
        for (uint256 o; o < OPERATORS; ++o) list[o] = operator(o);
    }

    /// @notice Everybody whose free balance can be other than zero.
    function accounts(uint256 t) public view returns (address[] memory list) {
        list = new address[](PAYERS + OPERATORS + 6);
        for (uint256 p; p < PAYERS; ++p) list[p] = payer(p);
        for (uint256 o; o < OPERATORS; ++o) list[PAYERS + o] = operator(o);
        uint256 next = PAYERS + OPERATORS;
        for (uint256 r; r < 3; ++r) list[next++] = relayer(r);
        (list[next], list[next + 1], list[next + 2]) = (collector, stranger, tokens[t]);
    }

    function note(uint256 number, string calldata what) external {
        broken[number] = what;
    }

    function saw(uint256 i, uint256 settled) external {
        _channels[i].seen = settled;
    }

    // ---------------------------------------------------------------------------------------------- internal

    function _closed(Known storage c) private {
        if (c.closed) broken[2] = "closed twice";
        c.closed = true;
        ghostFree[c.terms.payer][c.terms.token] += c.funded - c.target;
    }

    function _settleGroups(uint256[] memory which, uint256[] memory amounts) private returns (bool ok) {
        IEscrow.ClaimGroup[] memory groups = new IEscrow.ClaimGroup[](which.length);
        for (uint256 j; j < which.length; ++j) {
            IEscrow.ChannelTerms memory terms = _channels[which[j]].terms;
            IEscrow.Claim[] memory claims = new IEscrow.Claim[](1);
            claims[0] = _claim(terms, amounts[j]);
            groups[j] = IEscrow.ClaimGroup(terms.operator, terms.token, claims);
        }
        (ok, ) = _send(stranger, abi.encodeCall(IEscrow.settleGroups, (groups)));
        if (!ok) broken[2] = "settleGroups reverted";
    }

    function _settleBatch(uint256[] memory which, uint256[] memory amounts) private returns (bool ok) {
        IEscrow.ChannelTerms memory first = _channels[which[0]].terms;
        uint256[] memory runs = new uint256[](which.length);
        uint256[] memory entries = new uint256[](which.length);
        bytes memory hashes;
        for (uint256 j; j < which.length; ++j) {
            IEscrow.ChannelTerms memory terms = _channels[which[j]].terms;
            runs[j] = (uint256(uint160(terms.operator)) << 96) | 1;
            entries[j] = (uint256(_salt(terms)) << 96) | amounts[j];
            hashes = bytes.concat(hashes, _voucher(terms.operator, first.token, _salt(terms), amounts[j]));
        }
        bytes32 typehash = keccak256(
            "VoucherBatch(Voucher[] vouchers)Voucher(address operator,address token,uint160 salt,uint96 cumulative)"
        );
        bytes32 digest = _typed(keccak256(abi.encode(typehash, keccak256(hashes))));
        (bytes32 r, bytes32 vs) = VM.signCompact(_keyOf(first.signer), digest);
        (ok, ) = _send(stranger, abi.encodeCall(IEscrow.settleBatch, (first.token, runs, entries, r, vs)));
        if (!ok) broken[2] = "settleBatch reverted";
    }

    function _settleToWallet(uint256 i, uint256 amount) private returns (bool ok) {
        IEscrow.ChannelTerms memory terms = _channels[i].terms;
        bytes memory answer;
        (ok, answer) = _send(
            terms.operator,
            abi.encodeCall(IEscrow.settleVoucherAndWithdraw, (terms.token, _claim(terms, amount)))
        );
        if (ok) withdrawn[terms.operator][terms.token] += abi.decode(answer, (uint256));
    }

    function _claim(IEscrow.ChannelTerms memory terms, uint256 amount) private view returns (IEscrow.Claim memory) {
        bytes32 digest = _typed(_voucher(terms.operator, terms.token, _salt(terms), amount));
        (bytes32 r, bytes32 vs) = VM.signCompact(_keyOf(terms.signer), digest);
        return IEscrow.Claim((uint256(_salt(terms)) << 96) | amount, r, vs);
    }

    function _voucher(address to, address token, uint160 salt, uint256 amount) private pure returns (bytes32) {
        bytes32 typehash = keccak256("Voucher(address operator,address token,uint160 salt,uint96 cumulative)");
        return keccak256(abi.encode(typehash, to, token, salt, amount));
    }

    function _typed(bytes32 structHash) private view returns (bytes32) {
        bytes32 typehash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        bytes32 domain = keccak256(
            abi.encode(typehash, keccak256("Millrace"), keccak256("1"), block.chainid, address(escrow))
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, structHash));
    }

    function _signature(uint256 signerKey, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(signerKey, digest);
        return abi.encodePacked(r, s, v);
    }

    function _salt(IEscrow.ChannelTerms memory terms) private pure returns (uint160) {
        return uint160(uint256(keccak256(abi.encode(terms.payer, terms.controller, terms.nonce))));
    }

    function _keyOf(address signer) private pure returns (uint256 signerKey) {
        signerKey = 1;
        while (VM.addr(signerKey) != signer) ++signerKey;
    }

    /// @dev Call Escrow as `sender`. What is refused must be refused with an error that says why.
    function _send(address sender, bytes memory data) private returns (bool ok, bytes memory answer) {
        VM.warp(time);
        VM.prank(sender);
        (ok, answer) = address(escrow).call(data);
        bytes4 selector = bytes4(data);
        _checkPause(sender, data, ok);
        if (ok) ++done[selector];
        else if (answer.length < 4 || bytes4(answer) == bytes4(keccak256("Panic(uint256)"))) {
            broken[0] = "a call was refused without a reason";
        }
    }

    /// @dev 14: while something is paused, its own calls are refused, and every other call does what it would do if nothing
    /// were.
    function _checkPause(address sender, bytes memory data, bool ok) private {
        (bool pausable, IParameters.Action action) = _pausedBy(bytes4(data));
        bool paused = pausable && parameters.pausedUntil(action) > time;
        if (paused && ok) broken[14] = "a paused call went through";
        if (paused || ok || !_anyPaused()) return;

        uint256 before = VM.snapshotState();
        for (uint256 i; i < 3; ++i) {
            if (parameters.pausedUntil(IParameters.Action(i)) > time) parameters.unpause(IParameters.Action(i));
        }
        VM.prank(sender);
        (bool works, ) = address(escrow).call(data);
        VM.revertToState(before);
        if (works) broken[14] = "a call that cannot be paused was refused because of a pause";
    }

    /// @dev What pauses a call of Escrow, if anything does.
    function _pausedBy(bytes4 selector) private pure returns (bool pausable, IParameters.Action action) {
        if (selector == IEscrow.open.selector || selector == IEscrow.openControlled.selector) {
            return (true, IParameters.Action.OpenChannel);
        }
        return (selector == IEscrow.deposit.selector, IParameters.Action.Deposit);
    }

    function _anyPaused() private view returns (bool) {
        for (uint256 i; i < 3; ++i) {
            if (parameters.pausedUntil(IParameters.Action(i)) > time) return true;
        }
        return false;
    }
}
