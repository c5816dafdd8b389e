#pragma once

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "boundaries/engine/prove/access_services.h"
#include "boundaries/engine/settings.h"
#include "boundaries/engine/stop.h"

namespace placewright::boundaries::engine {

/// Separator cut. If the group serves `area` from inside, it also serves an area of `via`, because removing
/// `via` disconnects `area` from its home.
struct AccessCut {
  std::uint32_t group = 0, area = 0;
  std::vector<std::uint32_t> via;  ///< ascending
};

/// What is decided at a node of the search tree, the prices found there and the bound they prove.
struct AccessNode {
  enum class Decision : std::uint8_t { open, serves, does_not };
  enum class Serves : std::uint8_t { undecided, yes, no };
  std::uint32_t least = 0, most = 0;  ///< neighbourhoods beside the locked ones
  std::vector<Decision> decision;     ///< by group from inside
  std::vector<Serves> place;          ///< groups + 1 rows by areas: is the area served by the group
  std::uint32_t record = 0;           ///< row of the tree that is being proved
  double bound = 0;
  std::vector<double> price;      ///< by area, of being served
  std::vector<double> cut_price;  ///< by cut, 0 or more; cuts beyond its end are free
  std::vector<float> use;         ///< by group: how often it served, in the mean of the last rounds
  std::vector<float> share;       ///< groups + 1 rows by areas: likewise of the area
};

/// The Lagrangian relaxation of serving each area exactly once. Left out: that neighbourhoods are in one
/// piece (but for cuts) and, but for some services, that areas are not divided. What a service takes is a
/// fractional knapsack, people in bounds; of the services where that says too little, a knapsack of whole
/// areas.
class AccessRelaxation {
 public:
  AccessRelaxation(const Problem& problem, const Feasibility& feasibility, AccessServices services,
                   const Stop& stop = {}, const Settings& settings = {});

  [[nodiscard]] AccessNode make_root(std::uint32_t least, std::uint32_t most) const;
  /// Subgradient search from the node's prices; keeps the best ones and the mean of what the last rounds
  /// served. `known`: an answer in hand, 0: none. Ends early at a bound of `enough`, and after one round
  /// where a stop is asked for.
  void solve(AccessNode& node, double known, double enough, std::uint32_t rounds);
  /// Cuts that the node's mean answer breaks; they join the pool. How many were found.
  std::size_t add_cuts(const AccessNode& node);
  /// Serves by whole areas from now on where a service that the node's prices choose would cost at least
  /// `worth` more by them; true where there is such a service.
  bool keep_areas_whole(const AccessNode& node, double worth);
  /// Leaves out services that no answer below `known` uses, by the node's prices; returns their number in the
  /// list given to the constructor.
  std::vector<std::uint32_t> drop_services(const AccessNode& node, double known);
  /// Decides that a group serves an area, or does not; what follows from one piece is decided too.
  void decide_area(AccessNode& node, std::uint32_t group, std::uint32_t area, bool in) const;
  void decide_group(AccessNode& node, std::uint32_t group, bool serves) const;

  [[nodiscard]] const AccessServices& services() const { return services_; }
  [[nodiscard]] const std::vector<AccessCut>& cuts() const { return cuts_; }
  /// Services that take whole areas only, by their number in the list given to the constructor.
  [[nodiscard]] std::vector<std::uint32_t> whole_services() const;
  [[nodiscard]] const geo::Graph& graph() const { return graph_; }
  /// Pairs of service and area looked at so far: what a limit counts.
  [[nodiscard]] std::uint64_t work() const { return work_; }

 private:
  struct Knapsack {
    double value = 0;
    std::vector<std::pair<std::uint32_t, double>> served;  ///< area, share
  };
  /// Rows of a territory that a service may want; all others cost at least `others` a person more than they
  /// are worth, as long as their worth has not risen since.
  struct Wanted {
    std::vector<std::uint32_t> rows;
    double others = 0;
    double rise = 0, rise_of_group = 0;  ///< readings of rise_ and rise_of_group_ when the list was made
    std::uint64_t made_for = 0;          ///< the node at which it was made; 0: never
    // Likewise for the value of the knapsack, which falls by no more than prices rise.
    double rise_at_value = 0, rise_of_group_at_value = 0;
    std::uint64_t valued_for = 0;
  };
  struct Best {
    double value = std::numeric_limits<double>::infinity();
    std::uint32_t service = 0xffffffff;  ///< none
  };
  void list_groups();
  [[nodiscard]] double least_value_of(std::uint32_t at) const;
  [[nodiscard]] double least_value(std::uint32_t group) const;
  double work_out(const AccessNode& node, std::uint32_t group, const std::vector<double>& price, Best& best);
  double evaluate(const AccessNode& node, const std::vector<double>& price,
                  const std::vector<double>& cut_price);
  void weigh_cuts(const std::vector<double>& cut_price);
  void fill(const AccessNode& node, std::uint32_t at, const std::vector<double>& price, Knapsack& knapsack);
  void list_wanted(const AccessNode& node, std::uint32_t at, const std::vector<double>& price);
  /// Fills from the list; false where an area off the list might do better.
  bool fill_from_list(const AccessNode& node, std::uint32_t at, const std::vector<double>& price,
                      Knapsack& knapsack);
  /// Does the same with whole areas; where that takes too many steps, the fractional filling stays.
  void fill_with_whole_areas(const AccessNode& node, std::uint32_t at, const std::vector<double>& price,
                             Knapsack& knapsack);
  [[nodiscard]] std::pair<double, double> bounds_of(const AccessNode& node, const Territory& territory) const;
  [[nodiscard]] double gain(const AccessServices::Service& service, std::uint32_t row_of_territory,
                            std::uint32_t area, const std::vector<double>& price) const;
  [[nodiscard]] std::vector<double> first_prices() const;
  void forbid_unreachable(AccessNode& node, std::uint32_t group) const;
  [[nodiscard]] std::size_t row(std::uint32_t group) const { return std::size_t{group} * problem_.size(); }

  Settings set_;
  const Problem& problem_;
  const Feasibility& feasibility_;
  AccessServices services_;
  Stop stop_;
  std::vector<std::uint32_t> number_;  ///< of each service that is left, in the list first given
  std::vector<char> is_whole_;         ///< by service that is left
  geo::Graph graph_;
  std::vector<AccessCut> cuts_;
  std::vector<std::vector<std::uint32_t>> cuts_of_group_;
  std::uint64_t work_ = 0;
  // Of the last evaluation.
  std::vector<Knapsack> knapsacks_;
  std::vector<std::uint32_t> chosen_;
  std::vector<double> served_, cut_slope_;
  // Buffers.
  std::vector<std::pair<double, std::uint32_t>> gain_;
  std::vector<double> in_group_;
  // Lists of what services may want stay as they are from round to round while prices rise less than the
  // lists allow for.
  std::vector<Wanted> wanted_;  ///< by service
  std::vector<std::vector<std::uint32_t>> services_of_group_;
  bool has_empty_areas_ = false;  ///< areas without people, of which a service may take any number
  std::vector<std::vector<double>>
      cut_worth_;  ///< by group with cuts: what they add to the worth of each area
  std::vector<std::vector<std::uint32_t>> touched_;  ///< by group: areas of its cuts
  std::vector<double> last_price_, last_cut_price_;
  double rise_ = 0;                    ///< how much the price of an area rose at most, a person
  std::vector<double> rise_of_group_;  ///< likewise what cuts add
  std::uint64_t node_ = 0;             ///< counts nodes: what may be served differs between them
};

}  // namespace placewright::boundaries::engine
