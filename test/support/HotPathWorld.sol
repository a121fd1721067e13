// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {TestUSD} from "../../contracts/test/TestUSD.sol";
import {VM} from "./Cheats.sol";
import {Dice} from "./Random.sol";
import {Twins} from "./Twins.sol";
import {World} from "./World.sol";

/// @title Random states of Escrow and random claims on them
/// @dev Channels and earnings are written to storage as words, so that also what takes years to reach is reached:
/// amounts at the edge of 96 bits, fees of 100 %, every set of flags.
abstract contract HotPathWorld is Twins {
    uint256 private constant OPERATORS = 3;
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    IParameters private parameters;
    address[2] private tokens;
    mapping(bytes32 channelId => bool) private known;
    mapping(address operator => mapping(address token => bool)) private earns;

    function setUp() external {
        VM.warp(1_800_000_000);
        IParameters.Definition[] memory table = World.settings();
        // A relayer may be promised everything, to see the largest parts.
        (table[2].value, table[2].maximum) = (10_000, 10_000);
        parameters = World.newParameters(address(this), address(this), table);
        setTwins(parameters);
        escrow.wire(new address[](0), address(this));
        for (uint256 i; i < tokens.length; ++i) {
            tokens[i] = World.deploy("TestUSD.sol:TestUSD", "");
            TestUSD(tokens[i]).mint(address(escrow), type(uint128).max);
        }
    }

    function anyOperator(Dice memory dice) internal pure returns (address) {
        return VM.addr(100 + dice.below(OPERATORS));
    }

    function anyToken(Dice memory dice) internal view returns (address) {
        return tokens[dice.below(tokens.length)];
    }

    function anyKey(Dice memory dice) internal pure returns (uint256) {
        return 1 + dice.below(3);
    }

    // ------------------------------------------------------------------------------------------------ claims

    function claims(
        Dice memory dice,
        address operator,
        address token,
        uint256 most
    ) internal returns (IEscrow.Claim[] memory given) {
        given = new IEscrow.Claim[](dice.below(most + 1));
        for (uint256 i; i < given.length; ++i) {
            given[i] = i > 0 && dice.chance(15) ? given[dice.below(i)] : anyClaim(dice, operator, token);
        }
    }

    function anyClaim(Dice memory dice, address operator, address token) internal returns (IEscrow.Claim memory) {
        uint256 key = anyKey(dice);
        uint256 entry = anyEntry(dice, operator, token, key);
        (uint160 salt, uint96 cumulative) = (uint160(entry >> 96), uint96(entry));
        address signedOperator = dice.chance(5) ? anyOperator(dice) : operator;
        address signedToken = dice.chance(5) ? anyToken(dice) : token;
        bytes32 digest = escrow.voucherDigest(signedOperator, signedToken, salt, cumulative);
        (bytes32 r, bytes32 vs) = VM.signCompact(key, digest);
        if (dice.chance(15)) (r, vs) = badSignature(dice, r, vs);
        return IEscrow.Claim(entry, r, vs);
    }

    function badSignature(Dice memory dice, bytes32 r, bytes32 vs) internal pure returns (bytes32, bytes32) {
        uint256 kind = dice.below(7);
        if (kind == 0) return (0, 0);
        if (kind == 1) return (0, vs);
        if (kind == 2) return (r, vs ^ bytes32(uint256(1) << 255));
        if (kind == 3) return (bytes32(dice.next()), bytes32(dice.next()));
        if (kind == 4) return (bytes32(ORDER), vs);
        if (kind == 5) return (r, bytes32(type(uint256).max));
        // The other signature of the same key on the same digest: s mirrored, the parity flipped (G-06).
        uint256 s = uint256((vs << 1) >> 1);
        return (r, bytes32(((uint256(vs) ^ (1 << 255)) & (1 << 255)) | (ORDER - s)));
    }

    /// @dev A salt and a cumulative amount that is anywhere around what the channel has settled and holds.
    function anyEntry(Dice memory dice, address operator, address token, uint256 key) internal returns (uint256) {
        uint160 salt = uint160(uint256(keccak256(abi.encode(dice.below(3)))));
        bytes32 id = keccak256(abi.encode(operator, token, VM.addr(key), salt));
        if (!known[id]) _makeChannel(dice, id);
        if (!earns[operator][token]) _makeEarnings(dice, operator, token);

        IEscrow.ChannelView memory c = escrow.channel(id);
        uint256 kind = dice.below(8);
        uint256 cumulative = dice.magnitude(96);
        if (kind == 0) cumulative = c.settled;
        if (kind == 1) cumulative = c.deposited;
        if (kind == 2) cumulative = uint96(c.deposited + 1 + dice.magnitude(40));
        if (kind == 3) cumulative = dice.between(0, c.settled);
        if (kind >= 4 && kind < 7) cumulative = dice.between(c.settled, c.deposited);
        return (uint256(salt) << 96) | cumulative;
    }

    function batchDigest(
        address token,
        uint256[] memory runs,
        uint256[] memory entries
    ) internal view returns (bytes32) {
        bytes32 typehash = keccak256(
            "VoucherBatch(Voucher[] vouchers)Voucher(address operator,address token,uint160 salt,uint96 cumulative)"
        );
        bytes memory hashes;
        uint256 at;
        for (uint256 i; i < runs.length; ++i) {
            for (uint256 end = at + uint96(runs[i]); at < end; ++at) {
                hashes = bytes.concat(hashes, _entryHash(address(uint160(runs[i] >> 96)), token, entries[at]));
            }
        }
        return keccak256(abi.encodePacked("\x19\x01", domain(), keccak256(abi.encode(typehash, keccak256(hashes)))));
    }

    function _entryHash(address operator, address token, uint256 entry) private pure returns (bytes32) {
        bytes32 typehash = keccak256("Voucher(address operator,address token,uint160 salt,uint96 cumulative)");
        if (operator == address(0)) return bytes32(entry);
        return keccak256(abi.encode(typehash, operator, token, uint160(entry >> 96), uint96(entry)));
    }

    // ------------------------------------------------------------------------------------------------- state

    /// @dev A new channel of the signer `key` that holds `deposited` and charges no fee.
    /// @return entry the one that claims all of it
    function haveChannel(address operator, address token, uint256 key, uint256 deposited) internal returns (uint256) {
        bytes32 id = keccak256(abi.encode(operator, token, VM.addr(key), uint160(0)));
        VM.store(address(escrow), slotOf(abi.encodeCall(IEscrow.channel, (id))), bytes32((deposited << 160) | 1));
        return deposited;
    }

    /// @dev A relayer whose fee is all that is settled, and which has accrued `accrued` already.
    function haveRelayerTakeAll(address operator, address token, uint256 accrued) internal {
        VM.prank(operator);
        escrow.setRelayer(token, VM.addr(200), 10_000);
        VM.warp(VM.getBlockTimestamp() + 1 days);
        escrow.settle(operator, token, new IEscrow.Claim[](0));
        bytes32 slot = slotOf(abi.encodeCall(IEscrow.relayerFees, (operator, token)));
        VM.store(address(escrow), slot, bytes32((accrued << 160) | uint160(VM.addr(200))));
    }

    function _makeChannel(Dice memory dice, bytes32 id) private {
        known[id] = true;
        if (dice.chance(12)) return;
        uint256 deposited = dice.magnitude(96);
        uint256 settled =
            dice.chance(30)
                ? 0
                : dice.chance(15)
                    ? deposited
                    : dice.between(0, deposited);
        uint256 flags = dice.chance(70) ? 1 : 1 | (dice.next() & 30);
        uint256 feeBps = dice.chance(10) ? 10_000 : dice.below(1_001);
        uint256 word = (deposited << 160) | (settled << 64) | (dice.magnitude(40) << 24) | (feeBps << 8) | flags;
        VM.store(address(escrow), slotOf(abi.encodeCall(IEscrow.channel, (id))), bytes32(word));
    }

    /// @dev Relayer's terms in every stage, a beneficiary or none, and earnings that leave much room or little.
    function _makeEarnings(Dice memory dice, address operator, address token) private {
        earns[operator][token] = true;
        VM.startPrank(operator);
        if (dice.chance(30)) escrow.setBeneficiary(operator, token, address(0xbe4e));
        if (dice.chance(60)) {
            escrow.setRelayer(token, VM.addr(200), dice.chance(20) ? 10_000 : dice.below(2_000));
            VM.warp(VM.getBlockTimestamp() + 1 days + dice.below(2));
            escrow.settle(operator, token, new IEscrow.Claim[](0));
        }
        if (dice.chance(40)) {
            escrow.setRelayer(token, dice.chance(30) ? address(0) : VM.addr(201), 0);
            VM.warp(VM.getBlockTimestamp() + 1 days - dice.below(2));
        }
        VM.stopPrank();
        bytes32 slot = slotOf(abi.encodeCall(IEscrow.earnings, (operator, token)));
        uint256 low = uint64(uint256(VM.load(address(escrow), slot)));
        uint256 net = dice.chance(20) ? type(uint96).max - dice.magnitude(96) : dice.magnitude(90);
        uint256 fees = dice.chance(10) ? type(uint96).max - dice.magnitude(96) : dice.magnitude(90);
        VM.store(address(escrow), slot, bytes32((net << 160) | (fees << 64) | low));
        if (!dice.chance(30)) return;
        slot = slotOf(abi.encodeCall(IEscrow.relayerFees, (operator, token)));
        uint256 relayer = uint160(uint256(VM.load(address(escrow), slot)));
        uint256 accrued = type(uint96).max - dice.magnitude(96);
        // Only a relayer accrues.
        if (relayer != 0) VM.store(address(escrow), slot, bytes32((accrued << 160) | relayer));
    }
}
