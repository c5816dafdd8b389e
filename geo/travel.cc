#include "geo/travel.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <utility>

#include "geo/expect.h"

namespace placewright::geo {
namespace {

using Index = std::uint32_t;

/// Minutes over a share of an edge; none at all when it need not be driven, whichever way it is closed.
double part_of(double minutes, double share) { return share == 0 ? 0 : minutes * share; }

/// A point on the network: minutes between it and the two ends of its edge, its leg to the road included.
struct Foot {
  Index edge{}, u{}, v{};
  double share{}, leg{};
  double to_u{}, to_v{}, from_u{}, from_v{};
};

std::vector<std::optional<Foot>> find_feet(const RoadNetwork& network, std::span<const Point> points,
                                           double limit_m, std::vector<Index>& off_network) {
  std::vector<std::optional<Foot>> feet(points.size());
  for (Index i = 0; i < points.size(); ++i) {
    const auto snap = find_snap(network, points[i], limit_m);
    if (!snap) {
      off_network.push_back(i);
      continue;
    }
    const auto& edge = network.edge[snap->edge];
    Foot foot{snap->edge, edge.u, edge.v, snap->share, 0, 0, 0, 0, 0};
    if (network.off_road_kmh > 0) foot.leg = snap->distance_m * 60.0 / (network.off_road_kmh * 1000.0);
    foot.to_u = foot.leg + part_of(edge.minutes_vu, foot.share);
    foot.to_v = foot.leg + part_of(edge.minutes_uv, 1 - foot.share);
    foot.from_u = foot.leg + part_of(edge.minutes_uv, foot.share);
    foot.from_v = foot.leg + part_of(edge.minutes_vu, 1 - foot.share);
    feet[i] = foot;
  }
  return feet;
}

/// Minutes from one foot to another when both are on the same edge and the way along it is open.
double along_edge(const RoadNetwork& network, const Foot& from, const Foot& to) {
  const auto& edge = network.edge[from.edge];
  const double gone = to.share - from.share;
  return from.leg + to.leg + (gone >= 0 ? part_of(edge.minutes_uv, gone) : part_of(edge.minutes_vu, -gone));
}

/// A heap with four children a node; entries that were overtaken are skipped when they come up.
class Heap {
 public:
  void push(double minutes, Index node) {
    items_.emplace_back(minutes, node);
    auto at = items_.size() - 1;
    while (at > 0) {
      const auto parent = (at - 1) / 4;
      if (items_[parent].first <= items_[at].first) break;
      std::swap(items_[parent], items_[at]);
      at = parent;
    }
  }
  std::pair<double, Index> pop() {
    const auto top = items_.front();
    items_.front() = items_.back();
    items_.pop_back();
    std::size_t at = 0;
    while (true) {
      const auto first = at * 4 + 1;
      if (first >= items_.size()) return top;
      auto least = first;
      for (auto child = first + 1; child < std::min(first + 4, items_.size()); ++child)
        if (items_[child].first < items_[least].first) least = child;
      if (items_[at].first <= items_[least].first) return top;
      std::swap(items_[at], items_[least]);
      at = least;
    }
  }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  void clear() { items_.clear(); }

 private:
  std::vector<std::pair<double, Index>> items_;
};

/// The far side's points by the node they are reached over, and by the edge they lie on.
struct Targets {
  struct Entry {
    Index target{};
    double minutes{};
  };
  std::vector<Index> first_at_node, first_on_edge;
  std::vector<Entry> at_node;
  std::vector<Index> on_edge;
};

template <class Key, class Value>
void fill_buckets(std::size_t buckets, const std::vector<std::pair<Key, Value>>& pairs,
                  std::vector<Index>& first, std::vector<Value>& values) {
  first.assign(buckets + 1, 0);
  for (const auto& [key, value] : pairs) ++first[key + 1];
  for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
  auto next = first;
  values.resize(pairs.size());
  for (const auto& [key, value] : pairs) values[next[key]++] = value;
}

Targets build_targets(const RoadNetwork& network, const std::vector<std::optional<Foot>>& feet,
                      bool backwards) {
  std::vector<std::pair<Index, Targets::Entry>> nodes;
  std::vector<std::pair<Index, Index>> edges;
  for (Index i = 0; i < feet.size(); ++i) {
    if (!feet[i]) continue;
    const auto& foot = *feet[i];
    const double over_u = backwards ? foot.to_u : foot.from_u, over_v = backwards ? foot.to_v : foot.from_v;
    if (over_u < kNoWay) nodes.emplace_back(foot.u, Targets::Entry{i, over_u});
    if (over_v < kNoWay) nodes.emplace_back(foot.v, Targets::Entry{i, over_v});
    edges.emplace_back(foot.edge, i);
  }
  Targets targets;
  fill_buckets(network.node.size(), nodes, targets.first_at_node, targets.at_node);
  fill_buckets(network.edge.size(), edges, targets.first_on_edge, targets.on_edge);
  return targets;
}

/// One thread's memory, reused from search to search.
class Search {
 public:
  Search(const RoadNetwork& network, const Targets& targets, std::size_t target_count, bool backwards,
         double cut_off)
      : network_(network),
        targets_(targets),
        backwards_(backwards),
        cut_off_(cut_off),
        minutes_(network.node.size(), kNoWay),
        best_(target_count, kNoWay) {}

  /// Minutes between the source and each target within the cut-off, by target.
  std::vector<Targets::Entry> run(const Foot& source, const std::vector<std::optional<Foot>>& target_feet) {
    const auto& first = backwards_ ? network_.first_in : network_.first_out;
    const auto& arcs = backwards_ ? network_.in : network_.out;
    reach(source.u, backwards_ ? source.from_u : source.to_u);
    reach(source.v, backwards_ ? source.from_v : source.to_v);
    for (auto i = targets_.first_on_edge[source.edge]; i < targets_.first_on_edge[source.edge + 1]; ++i) {
      const auto target = targets_.on_edge[i];
      const auto& other = *target_feet[target];
      offer(target, backwards_ ? along_edge(network_, other, source) : along_edge(network_, source, other));
    }
    while (!heap_.empty()) {
      const auto [minutes, node] = heap_.pop();
      if (minutes > minutes_[node]) continue;
      for (auto i = targets_.first_at_node[node]; i < targets_.first_at_node[node + 1]; ++i)
        offer(targets_.at_node[i].target, minutes + targets_.at_node[i].minutes);
      for (auto i = first[node]; i < first[node + 1]; ++i) reach(arcs[i].node, minutes + arcs[i].minutes);
    }
    std::sort(found_.begin(), found_.end());
    std::vector<Targets::Entry> result;
    result.reserve(found_.size());
    for (const auto target : found_) {
      result.push_back({target, best_[target]});
      best_[target] = kNoWay;
    }
    found_.clear();
    for (const auto node : touched_) minutes_[node] = kNoWay;
    touched_.clear();
    return result;
  }

 private:
  void reach(Index node, double minutes) {
    if (minutes > cut_off_ || minutes >= minutes_[node]) return;
    if (minutes_[node] == kNoWay) touched_.push_back(node);
    minutes_[node] = minutes;
    heap_.push(minutes, node);
  }
  void offer(Index target, double minutes) {
    if (minutes > cut_off_ || minutes >= best_[target]) return;
    if (best_[target] == kNoWay) found_.push_back(target);
    best_[target] = minutes;
  }

  const RoadNetwork& network_;
  const Targets& targets_;
  bool backwards_;
  double cut_off_;
  std::vector<double> minutes_, best_;
  std::vector<Index> touched_, found_;
  Heap heap_;
};

}  // namespace

TravelTable measure_travel(const RoadNetwork& network, std::span<const Point> origins,
                           std::span<const Point> destinations, const TravelOptions& options) {
  PLACEWRIGHT_EXPECT(options.cut_off_minutes >= 0 && options.cut_off_minutes < kNoWay);
  TravelTable table;
  const auto from = find_feet(network, origins, options.snap_limit_m, table.origins_off_network);
  const auto to = find_feet(network, destinations, options.snap_limit_m, table.destinations_off_network);
  const bool backwards = destinations.size() < origins.size();
  const auto& sources = backwards ? to : from;
  const auto& others = backwards ? from : to;
  const auto targets = build_targets(network, others, backwards);
  std::vector<std::vector<Targets::Entry>> found(sources.size());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  constexpr std::size_t kChunk = 16;
  const auto work = [&] {
    Search search(network, targets, others.size(), backwards, options.cut_off_minutes);
    while (!stop) {
      const auto first = next.fetch_add(kChunk);
      if (first >= sources.size()) return;
      for (auto i = first; i < std::min(first + kChunk, sources.size()); ++i)
        if (sources[i]) found[i] = search.run(*sources[i], others);
      if (options.progress &&
          !options.progress(static_cast<double>(first) / static_cast<double>(sources.size())))
        stop = true;
    }
  };
  if (options.on_each_thread)
    options.on_each_thread(work);
  else
    work();
  if (stop) return table;
  // Rows by origin: sources in order give destinations in order within each origin.
  std::vector<std::size_t> first(origins.size() + 1, 0);
  for (std::size_t i = 0; i < found.size(); ++i)
    for (const auto& entry : found[i]) ++first[(backwards ? entry.target : i) + 1];
  for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
  table.rows.resize(first.back());
  for (Index i = 0; i < found.size(); ++i) {
    for (const auto& entry : found[i]) {
      const Index origin = backwards ? entry.target : i, destination = backwards ? i : entry.target;
      table.rows[first[origin]++] = {origin, destination, entry.minutes};
    }
    std::vector<Targets::Entry>().swap(found[i]);
  }
  return table;
}

}  // namespace placewright::geo
