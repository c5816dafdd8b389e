#include "boundaries/engine/prove/whole_areas.h"

#include <algorithm>
#include <limits>

namespace placewright::boundaries::engine {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();
constexpr double kHair = 1e-6;  // of a person or a person-minute

class Filling {
 public:
  Filling(WholeAreas task, std::uint64_t most_steps) : question_(std::move(task)), most_steps_(most_steps) {
    double load = 0, value = 0;
    std::vector<WholeAreas::Item> open;
    for (const auto& item : question_.items) {
      if (item.must || (item.people <= 0 && item.value < 0)) {
        load += item.people;
        value += item.value;
        taken_.push_back(item.area);
      } else if (item.people > 0) {
        open.push_back(item);
      }
    }
    std::sort(open.begin(), open.end(), [](const auto& a, const auto& b) {
      const double left = a.value / a.people, right = b.value / b.people;
      return left < right || (left == right && a.area < b.area);
    });
    question_.items = std::move(open);
    go_on(0, value, load);
  }
  [[nodiscard]] WholeFilling answer() {
    return {steps_ < most_steps_, best_, std::move(best_taken_), steps_};
  }

 private:
  /// Least value that is left possible where the areas before `at` are decided.
  [[nodiscard]] double bound(std::size_t at, double value, double load) {
    for (; at < question_.items.size(); ++at) {
      ++steps_;
      const auto& item = question_.items[at];
      const double room = (item.value < 0 ? question_.high : question_.low) - load;
      if (room <= 0) break;
      const double share = std::min(1.0, room / item.people);
      value += share * item.value;
      load += share * item.people;
    }
    return load < question_.low - kHair ? kEndless : value;
  }
  void go_on(std::size_t at, double value, double load) {
    if (steps_ >= most_steps_ || load > question_.high + kHair) return;
    if (bound(at, value, load) >= best_ - kHair) return;
    if (load >= question_.low - kHair && value < best_) {
      best_ = value;
      best_taken_ = taken_;
    }
    if (at == question_.items.size()) return;
    const auto& item = question_.items[at];
    taken_.push_back(item.area);
    go_on(at + 1, value + item.value, load + item.people);
    taken_.pop_back();
    go_on(at + 1, value, load);
  }

  WholeAreas question_;
  std::uint64_t most_steps_;
  std::vector<std::uint32_t> taken_, best_taken_;
  double best_ = kEndless;
  std::uint64_t steps_ = 0;
};

}  // namespace

WholeFilling fill_whole(WholeAreas task, std::uint64_t most_steps) {
  return Filling(std::move(task), most_steps).answer();
}

}  // namespace placewright::boundaries::engine
