#include "boundaries/engine/prove/access_bound.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "boundaries/engine/prove/access_certificate.h"
#include "boundaries/engine/prove/access_relaxation.h"

namespace placewright::boundaries::engine {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();

using Decision = AccessNode::Decision;
using Serves = AccessNode::Serves;
using Split = AccessProofTree::Node::Split;

class Tree {
 public:
  Tree(const Problem& problem, const Feasibility& feasibility, const AccessData& data,
       const AccessBoundOptions& options)
      : problem_(problem),
        feasibility_(feasibility),
        data_(data),
        options_(options),
        all_(list_services(problem, feasibility, data)),
        relaxation_(problem, feasibility, all_, options.stop, options.settings) {
    least_ = problem.count.value_or(feasibility.least) - feasibility.locked;
    most_ = problem.count.value_or(feasibility.most) - feasibility.locked;
    known_ = options.known > 0 ? options.known - relaxation_.services().locked_cost : 0;
  }

  AccessBound search() {
    auto root = relaxation_.make_root(least_, most_);
    relaxation_.solve(root, known_, enough(), options_.rounds);
    begin(std::move(root));
    while (!open_.empty() && !is_over()) {
      const auto least = std::min_element(open_.begin(), open_.end(),
                                          [](const auto& x, const auto& y) { return x.bound < y.bound; });
      if (least->bound >= enough() || least->bound >= closed_ || known_ <= 0) break;
      AccessNode node = std::move(*least);
      open_.erase(least);
      divide(std::move(node));
    }
    for (const auto& node : open_) close(node);
    if (known_ > 0) closed_ = std::min(closed_, known_);  // services that could only cost more were left out
    AccessBound result;
    result.person_minutes = closed_ + relaxation_.services().locked_cost;
    for (const auto& node : tree_.nodes) result.leaves += node.children.empty() ? 1u : 0u;
    result.certificate = write_access_certificate(problem_, feasibility_, data_, all_, relaxation_, tree_,
                                                  result.person_minutes);
    return result;
  }

 private:
  [[nodiscard]] const Settings& set() const { return options_.settings; }
  /// Rounds of the subgradient search at a node below the numbers of neighbourhoods.
  [[nodiscard]] std::uint32_t node_rounds() const { return options_.rounds / set().access_node_part; }
  /// A share nearer to none or all than this counts as decided.
  [[nodiscard]] float decided_share() const { return static_cast<float>(set().access_decided); }
  [[nodiscard]] double enough() const { return known_ > 0 ? known_ * (1 - options_.wanted_gap) : kEndless; }
  [[nodiscard]] bool is_over() const { return relaxation_.work() >= options_.work || options_.stop.asked(); }
  void close(const AccessNode& node) {
    closed_ = std::min(closed_, node.bound);
    tree_.nodes[node.record].price = node.price;
    tree_.nodes[node.record].cut_price = node.cut_price;
  }
  void branch(AccessNode& child, std::uint32_t parent) {
    child.record = static_cast<std::uint32_t>(tree_.nodes.size());
    tree_.nodes[parent].children.push_back(child.record);
    tree_.nodes.emplace_back();
  }

  /// The numbers of neighbourhoods one by one; the most promising become plans, which may lower what is
  /// known.
  void begin(AccessNode root) {
    tree_.root_price = root.price;
    tree_.nodes.emplace_back();
    if (known_ > 0) tree_.left_out = relaxation_.drop_services(root, known_);
    tree_.nodes[0].split = Split::counts;
    tree_.least = least_;
    for (auto count = least_; count <= most_; ++count) {
      AccessNode node = root;
      branch(node, 0);
      node.least = node.most = count;
      for (std::uint32_t round = 0; round < set().access_cut_rounds; ++round) {
        const double before = root.bound;
        relaxation_.solve(node, known_, enough(), options_.rounds / (round == 0 ? 2 : 8));
        node.bound = std::max(node.bound, before);
        if (node.bound >= enough() || is_over() || relaxation_.add_cuts(node) == 0) break;
      }
      for (std::uint32_t round = 0;
           round < set().access_whole_rounds && node.bound < enough() && known_ > 0 && !is_over(); ++round) {
        if (!relaxation_.keep_areas_whole(node, set().access_whole_worth * known_)) break;
        const double before = node.bound;
        relaxation_.solve(node, known_, enough(), options_.rounds / 4);
        node.bound = std::max(node.bound, before);
      }
      keep(std::move(node));
    }
    std::sort(open_.begin(), open_.end(), [](const auto& x, const auto& y) { return x.bound < y.bound; });
    for (std::size_t at = 0; at < std::min(set().access_plans, open_.size()) && options_.try_division; ++at)
      known_ = std::min(
          known_, options_.try_division(divide_by_shares(open_[at])) - relaxation_.services().locked_cost);
  }

  void keep(AccessNode node) {
    if (node.bound >= enough())
      close(node);
    else
      open_.push_back(std::move(node));
  }

  void divide(AccessNode node) {
    std::vector<AccessNode> children(2, node);
    std::uint32_t group = 0, area = 0;
    auto& record = tree_.nodes[node.record];
    if (choose_group(node, group)) {
      record.split = Split::group;
      relaxation_.decide_group(children[0], group, true);
      relaxation_.decide_group(children[1], group, false);
    } else if (choose_area(node, group, area)) {
      record.split = Split::area;
      relaxation_.decide_area(children[0], group, area, true);
      relaxation_.decide_area(children[1], group, area, false);
    } else if (relaxation_.add_cuts(node) > 0 || node.cut_price.size() < relaxation_.cuts().size()) {
      // Nothing is in doubt, but somebody is served across others.
      const double before = node.bound;
      relaxation_.solve(node, known_, enough(), node_rounds());
      node.bound = std::max(node.bound, before);
      return keep(std::move(node));
    } else {
      return close(node);
    }
    record.group = group;
    record.area = area;
    for (auto& child : children) {
      branch(child, node.record);
      relaxation_.solve(child, known_, enough(), node_rounds());
      if (child.bound < enough() && relaxation_.add_cuts(child) > 0) {
        const double before = child.bound;
        relaxation_.solve(child, known_, enough(), node_rounds());
        child.bound = std::max(child.bound, before);
      }
      child.bound = std::max(child.bound, node.bound);
      keep(std::move(child));
    }
  }

  /// The undecided group that the relaxation is least sure about; false: it is sure about all.
  [[nodiscard]] bool choose_group(const AccessNode& node, std::uint32_t& best) const {
    const float decided = decided_share();
    float doubt = decided;
    for (std::uint32_t group = 0; group < node.use.size(); ++group) {
      const float use = node.use[group];
      if (node.decision[group] == Decision::open && std::min(use, 1 - use) > doubt)
        doubt = std::min(use, 1 - use), best = group;
    }
    return doubt > decided;
  }

  [[nodiscard]] float share(const AccessNode& node, std::uint32_t group, std::uint32_t area) const {
    return node.share[std::size_t{group} * problem_.size() + area];
  }
  [[nodiscard]] bool is_open(const AccessNode& node, std::uint32_t group, std::uint32_t area) const {
    const auto place = [&](std::uint32_t of) { return node.place[std::size_t{of} * problem_.size() + area]; };
    if (place(group) != Serves::undecided) return false;
    if (group < node.use.size()) return true;
    for (std::uint32_t other = 0; other < group;
         ++other)  // where no group from inside may serve it, that is decided
      if (place(other) != Serves::no && node.decision[other] != Decision::does_not) return true;
    return false;
  }

  /// The area of most people whose group is least sure.
  [[nodiscard]] bool choose_area(const AccessNode& node, std::uint32_t& best_group,
                                 std::uint32_t& best_area) const {
    const float decided = decided_share();
    double doubt = 0;
    for (std::uint32_t group = 0; group <= node.use.size(); ++group)
      for (std::uint32_t area = 0; area < problem_.size(); ++area) {
        const float part = share(node, group, area);
        if (part < decided || part > 1 - decided || !is_open(node, group, area)) continue;
        const double here = std::min(part, 1 - part) * problem_.people[area];
        if (here > doubt) doubt = here, best_group = group, best_area = area;
      }
    return doubt > 0;
  }

  [[nodiscard]] Labels divide_by_shares(const AccessNode& node) const {
    Labels labels(problem_.size(), kUnassigned);
    for (std::uint32_t area = 0; area < problem_.size(); ++area) {
      float best = 0;
      for (std::uint32_t group = 0; group <= node.use.size(); ++group)
        if (share(node, group, area) > best)
          best = share(node, group, area), labels[area] = static_cast<std::int32_t>(group);
    }
    std::int32_t next = static_cast<std::int32_t>(node.use.size()) + 1;
    for (const auto& areas : relaxation_.services().locked) {
      for (const auto area : areas) labels[area] = next;
      ++next;
    }
    return labels;
  }

  const Problem& problem_;
  const Feasibility& feasibility_;
  const AccessData& data_;
  const AccessBoundOptions& options_;
  AccessServices all_;
  AccessRelaxation relaxation_;
  AccessProofTree tree_;
  std::uint32_t least_ = 0, most_ = 0;
  double known_ = 0;
  double closed_ = kEndless;  ///< least bound of the leaves that are not divided further
  std::vector<AccessNode> open_;
};

}  // namespace

AccessBound bound_access(const Problem& problem, const Feasibility& feasibility, const AccessData& data,
                         const AccessBoundOptions& options) {
  return Tree(problem, feasibility, data, options).search();
}

}  // namespace placewright::boundaries::engine
