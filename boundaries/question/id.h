#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace placewright::boundaries {

/// A row of one table, told by its tag. Rows of unlike tables do not convert to each other, nor to or from a
/// number but where it is written out: a row of the place where a row of the problem belongs does not
/// compile.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t value) : value_(value) {}
  [[nodiscard]] constexpr std::uint32_t value() const { return value_; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  std::uint32_t value_ = 0;
};

/// A number of one space that is an index too: made from a number only where that is written out, and read
/// as an index into memory without words; numbers of unlike spaces do not convert to each other. Labels are
/// plain signed numbers: the developer build takes a change of sign for an error.
template <class Tag, class Number>
class Index {
 public:
  constexpr Index() = default;
  template <std::integral Other>
  constexpr explicit Index(Other value) : value_(static_cast<Number>(value)) {}
  constexpr operator std::size_t() const { return value_; }  // NOLINT(google-explicit-constructor)
  [[nodiscard]] constexpr Number value() const { return value_; }
  constexpr Index& operator++() {
    ++value_;
    return *this;
  }
  friend constexpr auto operator<=>(Index, Index) = default;

 private:
  Number value_ = 0;
};

using PlaceRow = Id<struct PlaceRowTag>;  ///< of the areas of a place, those of its surroundings among them
using ProblemRow = Id<struct ProblemRowTag>;  ///< of the areas of a problem, which are in order of code

template <class Row, class Other>
inline constexpr bool kMixes = std::is_convertible_v<Row, Other> || std::is_convertible_v<Other, Row> ||
                               std::is_constructible_v<Row, Other>;
static_assert(!kMixes<PlaceRow, ProblemRow>, "a row of the place is no row of the problem");
static_assert(!std::is_convertible_v<std::uint32_t, ProblemRow> &&
                  !std::is_convertible_v<ProblemRow, std::size_t>,
              "an atom is no row of the problem");

}  // namespace placewright::boundaries
