#pragma once

#include <string>
#include <vector>

#include "boundaries/workforce/cover/equity.h"
#include "boundaries/workforce/supply/units.h"
#include "datasets/place/place.h"

/// Whether the direction of inequality hangs on how one counts: on the plan, the need scheme, and on silence
/// of practices and PCNs taken as reported or filled in.
namespace placewright::boundaries::workforce {

struct SignWays {
  struct Way {
    std::string plan, scheme;
    bool filled = false;  ///< silent people have the place's rate; else they leave the rates
    double most_deprived = kNotMeasured,
           least_deprived = kNotMeasured;  ///< WTE per 10,000 by need of each fifth of people
  };
  std::vector<Way> ways;                      ///< those that can be judged
  std::size_t fewer = 0, same = 0, more = 0;  ///< what the most deprived fifth has, of the least deprived's
};

/// Counts the ways of one place.
class SignCounter {
 public:
  /// Schemes: people as they are, the one in force (of `need`), and each of the weight table that can weigh
  /// this place. cover: share of each area's people whose staff are known.
  SignCounter(const datasets::Place& place, const Lists& lists, std::string scheme,
              const std::vector<double>& need, const std::vector<double>& cover);
  /// A plan, its units and where its staff are, by area. min_coverage: below it a unit has no rate.
  void add(const std::string& plan, const Units& units, const std::vector<double>& staff,
           double min_coverage);
  /// same: relative difference below which both have about the same.
  [[nodiscard]] SignWays take(double same);

 private:
  struct Scheme {
    std::string name;
    std::vector<double> need;
  };
  const datasets::Place& place_;
  const std::vector<double>& cover_;
  std::vector<Scheme> schemes_;
  bool silence_ = false;
  SignWays ways_;
};

/// "The most deprived fifth of people has fewer staff by need than the least deprived in 9 of 12 ways of
/// counting (...)". "" where nothing could be judged.
[[nodiscard]] std::string sign_sentence(const SignWays& ways);

}  // namespace placewright::boundaries::workforce
