#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "boundaries/engine/prove/integer_program.h"
#include "boundaries/workforce/align/measure.h"

namespace placewright::boundaries::workforce {

/// Memberships in which all of `stay` hold and none of `join` does break the rule of pieces: combinatorial
/// Benders cut. Each is (practice, PCN).
struct PieceCut {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> stay, join;
  friend bool operator==(const PieceCut&, const PieceCut&) = default;
};

/// One question to the integer program.
struct AlignQuestion {
  std::uint32_t moves = 0;      ///< practices that may move, at most
  double aligned_at_least = 0;  ///< patients; above 0, the fewest patients are moved that reach it
  double better_than = -std::numeric_limits<double>::infinity();  ///< only answers worth more are looked for
};

struct AlignProgramAnswer {
  std::optional<Membership> membership;  ///< the best met; nothing where none was found
  bool proved = false;  ///< it is the best, or without a membership: there is none that is worth more
  /// No membership aligns more patients, or with aligned_at_least: moves fewer.
  double bound = std::numeric_limits<double>::infinity();
  std::uint64_t nodes = 0;
};

/// The realignment as a mixed integer program: practice in PCN, PCN at home in a neighbourhood, and patients
/// who count because both hold. Keeps every rule of `problem` and the cuts; the rule of pieces only by them.
class AlignProgram {
 public:
  explicit AlignProgram(const AlignProblem& problem);
  [[nodiscard]] AlignProgramAnswer solve(const AlignQuestion& question, const std::vector<PieceCut>& cuts,
                                         std::uint64_t nodes, engine::WorkLeft& work) const;
  [[nodiscard]] std::size_t columns() const { return cost_.size(); }

 private:
  struct Entry {
    int row;
    double value;
  };
  int add_column(double aligned, bool is_continuous);
  int add_row(double below, double above);
  void put(int row, int column, double value);
  void add_homes();
  void add_practices();
  void add_practice_at(std::uint32_t practice, std::uint32_t pcn, int joins);
  void add_across(std::uint32_t practice, int stays);
  void add_lists();
  [[nodiscard]] int column_of(std::uint32_t practice, std::uint32_t pcn) const;
  [[nodiscard]] engine::IntegerProgram write(const AlignQuestion& question,
                                             const std::vector<PieceCut>& cuts) const;
  [[nodiscard]] Membership read(const std::vector<std::uint8_t>& is_chosen) const;

  const AlignProblem& problem_;
  std::vector<double> cost_;  ///< patients that count where the column is chosen, negative
  std::vector<std::uint8_t> is_continuous_;
  std::vector<std::vector<Entry>> entries_;    ///< by column
  std::vector<double> below_, above_;          ///< by row
  double aligned_anyway_ = 0;                  ///< of PCNs with one home, by practices that cannot move
  std::vector<std::vector<int>> home_column_;  ///< of each PCN, parallel to homes; -1 where it has one only
  std::vector<std::vector<int>> join_column_;  ///< of each practice, parallel to may_join; -1: it cannot move
  struct Across {
    std::uint32_t practice, neighbourhood;
    int column;
  };
  std::vector<Across> across_;
};

}  // namespace placewright::boundaries::workforce
