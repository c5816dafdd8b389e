#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// What a reader can work out of figures that are kept back from all those that are shown, and which more to
/// keep back.
namespace placewright::boundaries::workforce {

/// A figure that a publication may show: a sum of parts, none below 0. Figures share parts.
struct Figure {
  std::vector<std::uint32_t> parts;
  double value = 0;
  bool small = false;  ///< must not be shown
  bool kept = false;   ///< is shown in any case
  bool whole = false;  ///< hidden, it need only not be told to within `room`; else it must look as if it
                       ///< could be nobody
  double room = 0;     ///< hidden, its range must reach from 0 to here at least
  double cost = 0;     ///< of hiding it
  std::uint32_t bundle = 0;  ///< figures of one bundle are hidden together
};

/// Least and greatest value that fit everything shown.
struct Range {
  double low = 0, high = 0;
};

/// Ranges of the hidden figures (those shown have their value), each by two linear programs.
[[nodiscard]] std::vector<Range> find_ranges(std::span<const Figure> figures, std::size_t parts,
                                             std::span<const std::uint8_t> hidden);

/// 1 for each figure to hide (figures of the same parts go together): the small ones, and the cheapest of
/// those that a bound on a hidden one rests on, until no hidden figure is bounded more tightly than its room.
[[nodiscard]] std::vector<std::uint8_t> hide_figures(std::span<const Figure> figures, std::size_t parts);

}  // namespace placewright::boundaries::workforce
