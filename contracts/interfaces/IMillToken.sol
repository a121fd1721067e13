// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title MILL: staked, voted with, emitted, burned
/// @notice ERC-20 with ERC-2612 permits and ERC-5805 votes on a timestamp clock (ERC-6372). 18 decimals.
interface IMillToken is IERC20 {
    /// @notice One share of the genesis supply, in MILL's smallest unit.
    struct Allocation {
        address recipient;
        uint256 amount;
    }

    event MinterWired(address minter);

    error CapExceeded(uint256 supply, uint256 cap);
    error NotMinter(address caller);
    error NotWirer(address caller);
    error AlreadyWired();
    error ZeroAddress();

    /// @notice The supply can never be above this.
    function CAP() external view returns (uint256);

    /// @notice The only address that can mint; zero until wired, then for ever the same.
    function minter() external view returns (address);

    /// @notice Name the minter, once and for ever. By the deployer.
    function wireMinter(address minter_) external;

    /// @notice Create MILL. By the minter, up to the cap.
    function mint(address to, uint256 amount) external;

    /// @notice Destroy MILL of the caller.
    function burn(uint256 amount) external;
}
