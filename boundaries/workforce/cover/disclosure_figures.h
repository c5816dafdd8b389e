#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/disclosure_audit.h"

/// The figures of published tables as sums of parts that the audit works on.
namespace placewright::boundaries::workforce {

/// People and WTE of a figure: those who can be told to be there, and shares of larger numbers.
class Held {
 public:
  void add(const UnprintedStaff& staff);
  [[nodiscard]] double heads() const;  ///< NaN where no row says them
  /// Few persons, and not among so many others that they cannot be told from them.
  [[nodiscard]] bool is_few() const;

 private:
  struct Sum {
    double wte = 0, heads = 0;
    bool counted = false;
  };
  [[nodiscard]] bool mixed() const;
  [[nodiscard]] Sum told_staff() const;

  Sum whole_, few_;
  double shares_ = 0;
  std::set<std::string> employers_;
};

/// What a shown number of a coverage speaks of: a publication (0: this one), a table, its column or unit, its
/// role group or family.
using FigureKey = std::tuple<std::size_t, char, std::uint32_t, std::string>;
inline constexpr char kRole = 'r', kUnit = 'u', kGroup = 'g', kFamily = 'f', kAll = 'a';

/// Columns of the account table; and staff of all units, whom fair shares and means tell.
enum AccountColumn : std::uint32_t { input, allocated, outside, unknown, unallocated, held, in_units };
inline constexpr AccountColumn kAccountColumns[] = {input, allocated, outside, unknown, unallocated, held};

/// Figures by unit, role group and family as sums of the staff of each role group in each place: of this
/// publication, of the earlier ones over their units, and of the pieces between their lines, which nobody
/// shows and the difference of two publications could.
class FigureList {
 public:
  /// Needs: a coverage measured with the same earlier publications.
  FigureList(const Coverage& coverage, std::span<const EarlierPublication> earlier);

  /// Whether the reported share of patients tells of hidden staff: of few, or of a part of a group that no
  /// figure is of.
  [[nodiscard]] bool silence_tells() const;
  /// What to hide so that all publications together tell of none of the few.
  [[nodiscard]] std::vector<std::uint8_t> audit() const;
  [[nodiscard]] bool hides_any(const std::vector<std::uint8_t>& hidden) const;
  /// Whether the staff of all units together, which every fair share tells, are hidden.
  [[nodiscard]] bool hides_sum_of_units(const std::vector<std::uint8_t>& hidden) const;
  [[nodiscard]] bool is_hidden(const std::vector<std::uint8_t>& hidden, char table, std::uint32_t number,
                               const std::string& name) const;
  /// What this publication shows.
  [[nodiscard]] std::vector<ShownFigure> shown(const std::vector<std::uint8_t>& hidden,
                                               const Units& units) const;

  /// Staff of one role group in one place, by number.
  [[nodiscard]] const std::vector<UnprintedStaff>& parts() const { return parts_; }
  [[nodiscard]] const std::map<FigureKey, std::size_t>& places() const { return at_; }
  [[nodiscard]] const std::vector<Figure>& figures() const { return figures_; }
  /// Figure of this publication that a shown one is; nothing where nobody stands behind it.
  [[nodiscard]] std::optional<std::size_t> find(std::size_t publication, const Units& units,
                                                const ShownFigure& figure) const;

 private:
  void add_part(std::size_t publication, const UnprintedStaff& staff, std::uint32_t part, bool is_new_part);
  void add_held(std::size_t publication, const std::vector<UnprintedStaff>& own);
  void keep_shown(std::size_t publication, const EarlierPublication& before);
  void finish(const FigureKey& key, std::size_t place);

  std::vector<UnprintedStaff> parts_;
  std::map<FigureKey, std::size_t> at_;
  std::map<FigureKey, std::uint32_t> bundles_;
  std::vector<Figure> figures_;
  std::vector<Held> held_;
  std::set<std::string> silent_,
      heard_;  // role groups with staff of returns in which lists are silent; with other staff
};

}  // namespace placewright::boundaries::workforce
