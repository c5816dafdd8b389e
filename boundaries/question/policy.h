#pragma once

/// Numbers that are policy, not tuning: each stands here once, with its source.
namespace placewright::boundaries {

/// A hub outside the neighbourhood that it serves counts its minutes so many times. Source: the access
/// criterion (DESIGN).
inline constexpr double kOutsideHubFactor = 1.5;

/// Minutes where no network or matrix is known: straight line times this factor, at these speeds. Source: the
/// access criterion (DESIGN); flagged STRAIGHT_LINE wherever it is used.
inline constexpr double kStraightLineFactor = 1.3;
inline constexpr double kWalkKmh = 4.8, kDriveKmh = 30;
static_assert(1000 * kWalkKmh == 4800.0, "minutes keep their last digit");

/// Share of the people behind a rate whose practice or PCN must have reported, else the rate is not shown.
/// Source: the reporting rule of the workforce requirements (docs/decisions).
inline constexpr double kMinCoverage = 0.6;

/// Share of an organisation's patients from which on a neighbourhood holds a piece of it. Source: the
/// alignment of PCNs and neighbourhoods (DESIGN).
inline constexpr double kLeastPiece = 0.05;

/// Share of an area's registered patients below which a list is not named among those who cover it.
inline constexpr double kFewPatients = 0.01;

/// Relative difference below which the words about fairness say "about the same".
inline constexpr double kSameWithin = 0.02;

/// Minutes: the catchment of floating catchments, and what counts as near on foot and by any other mode.
inline constexpr double kCatchmentMinutes = 30, kNearOnFootMinutes = 20, kNearMinutes = 15;

}  // namespace placewright::boundaries
