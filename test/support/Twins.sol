// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {IPermit2} from "../../contracts/interfaces/IPermit2.sol";
import {Cheats, VM} from "./Cheats.sol";
import {Check} from "./Check.sol";
import {PlainEscrow} from "./PlainEscrow.sol";
import {World} from "./World.sol";

/// @title Runs a call on Escrow and on its plain twin, from one state and at one address, and compares all they do
abstract contract Twins is Check {
    IEscrow internal escrow;
    bytes private plainCode;

    /// @dev What a call has done.
    struct Done {
        bool ok;
        bytes answer;
        Cheats.Log[] logs;
        bytes32[] slots;
        bytes32[] words;
    }

    function setTwins(IParameters parameters) internal {
        escrow = World.newEscrow(parameters, address(this));
        plainCode = address(new PlainEscrow(parameters, IPermit2(address(0)), address(this))).code;
    }

    /// @dev Escrow's doings stay, those of the twin are undone.
    /// @return ok whether the call succeeded
    function compare(bytes memory call, address sender) internal returns (bool ok) {
        uint256 start = VM.snapshotState();
        VM.etch(address(escrow), plainCode);
        Done memory plain = _run(call, sender);
        VM.revertToState(start);
        Done memory hot = _run(call, sender);

        same(hot.ok, plain.ok, "success");
        same(hot.answer, plain.answer, "answer");
        // What a call has emitted and written before it reverted does not count; the recorder gives its events still.
        if (!hot.ok) return false;
        same(abi.encode(hot.logs), abi.encode(plain.logs), "events");
        _sameWords(plain, hot);
        return true;
    }

    /// @dev The slot that a view of one word reads.
    function slotOf(bytes memory viewCall) internal returns (bytes32) {
        VM.record();
        (bool ok, ) = address(escrow).staticcall(viewCall);
        (bytes32[] memory reads, ) = VM.accesses(address(escrow));
        check(ok && reads.length > 0, "the view reads storage");
        return reads[0];
    }

    function domain() internal view returns (bytes32) {
        bytes32 typehash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        return keccak256(abi.encode(typehash, keccak256("Millrace"), keccak256("1"), block.chainid, address(escrow)));
    }

    function _run(bytes memory call, address sender) private returns (Done memory done) {
        VM.record();
        VM.recordLogs();
        VM.prank(sender);
        (done.ok, done.answer) = address(escrow).call(call);
        done.logs = VM.getRecordedLogs();
        (, done.slots) = VM.accesses(address(escrow));
        done.words = new bytes32[](done.slots.length);
        for (uint256 i; i < done.slots.length; ++i) done.words[i] = VM.load(address(escrow), done.slots[i]);
    }

    function _sameWords(Done memory plain, Done memory hot) private view {
        // Escrow's state is there: what the twin wrote must stand in it.
        for (uint256 i; i < plain.slots.length; ++i) {
            same(VM.load(address(escrow), plain.slots[i]), plain.words[i], "a word that plain Solidity writes");
        }
        // And what Escrow wrote must be among it.
        for (uint256 i; i < hot.slots.length; ++i) {
            bool found;
            for (uint256 k; k < plain.slots.length && !found; ++k) found = plain.slots[k] == hot.slots[i];
            check(found, "Escrow writes only what plain Solidity writes");
        }
    }
}
