#pragma once

#include <array>
#include <optional>
#include <vector>

#include "boundaries/engine/prove/integer_program.h"
#include "boundaries/workforce/plan/buildings.h"

namespace placewright::boundaries::workforce {

/// Who is served as one: an area, or with one hub each a whole neighbourhood.
struct Customer {
  std::vector<std::uint32_t> areas;
  double people = 0;
  std::array<double, 5> fifth_people{};
  bool may_be_beyond = false;                    ///< some building does not reach all of it
  double beyond_minutes = 0;                     ///< people-minutes where nothing serves it
  std::array<double, 5> fifth_beyond_minutes{};  ///< the same by deprivation fifth
};

/// A building that may serve a customer.
struct ServingPair {
  std::uint32_t customer = 0, building = 0;
  double minutes = 0;                     ///< people-minutes
  double covered = 0;                     ///< people within the threshold
  std::array<double, 5> fifth_minutes{};  ///< people-minutes by deprivation fifth
};

/// The choice of buildings as a mixed integer program: open or not, upgraded or not, and what share of each
/// customer each building serves.
class BuildingsProgram {
 public:
  explicit BuildingsProgram(const BuildingProblem& problem);
  [[nodiscard]] const engine::IntegerProgram& program() const { return program_; }
  [[nodiscard]] const std::vector<Customer>& customers() const { return customers_; }
  /// Areas that no building may serve under the rules, and may not be left beyond either.
  [[nodiscard]] const std::vector<std::uint32_t>& unservable() const { return unservable_; }
  [[nodiscard]] BuildingChoice read_choice(const std::vector<std::uint8_t>& is_chosen) const;
  /// Of the aim, from the program's own cost.
  [[nodiscard]] double value_of(double cost) const { return sign_ * (cost * scale_) + constant_; }

  /// What serves whom when the choice is fixed; nothing where it breaks a rule. What is minimised is
  /// people-minutes; where `of_aim`, the program's own cost.
  struct Served {
    double cost = 0;
    std::vector<double> share;   ///< of each pair
    std::vector<double> beyond;  ///< share of each customer
  };
  [[nodiscard]] std::optional<Served> serve(const BuildingChoice& choice, bool of_aim) const;
  [[nodiscard]] const std::vector<ServingPair>& pairs() const { return pairs_; }

 private:
  struct Entry {
    int row;
    double value;
  };
  int add_column(double cost, bool is_continuous);
  int add_row(double below, double above);
  void put(int row, int column, double value);
  void find_customers();
  void find_pairs();
  void drop_farther(std::vector<ServingPair>& of_customer) const;
  void add_buildings();
  void add_customers();
  void add_capacities();
  void add_counts();
  void add_fifths();
  void add_harm();
  void finish();
  [[nodiscard]] bool may_serve(const Customer& customer, std::uint32_t building) const;
  [[nodiscard]] std::optional<Served> serve_whole(const std::vector<double>& fixed,
                                                  const std::vector<double>& cost) const;
  [[nodiscard]] std::optional<Served> serve_shares(const std::vector<double>& fixed,
                                                   const std::vector<double>& cost) const;

  const BuildingProblem& problem_;
  std::vector<double> today_;  ///< minutes of each area
  bool is_capacitated_ = false;
  double all_people_ = 0, sign_ = 1, scale_ = 1, constant_ = 0;
  std::vector<Customer> customers_;
  std::vector<ServingPair> pairs_;
  std::vector<std::uint32_t> unservable_;
  std::vector<int> choice_column_;  ///< of each building: open, or of an upgrade: upgraded; -1 existing
  std::vector<int> pair_column_, beyond_column_;
  std::vector<double> minutes_cost_;  ///< people-minutes of each column
  std::vector<std::vector<Entry>> entries_;
  engine::IntegerProgram program_;
};

}  // namespace placewright::boundaries::workforce
