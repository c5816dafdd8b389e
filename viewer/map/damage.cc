#include "viewer/map/damage.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace placewright::viewer {
namespace {

/// Multiply and fold: fast, and good enough that two differing triangles never meet in practice (64 bits).
std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash ^= value;
  hash *= 0x9e3779b97f4a7c15ULL;
  return hash ^ (hash >> 29);
}

std::uint64_t bits(float a, float b) {
  std::uint32_t x = 0, y = 0;
  std::memcpy(&x, &a, sizeof x);
  std::memcpy(&y, &b, sizeof y);
  return std::uint64_t{x} << 32 | y;
}

std::uint64_t mix(std::uint64_t hash, const ImDrawVert& vertex) {
  hash = mix(hash, bits(vertex.pos.x, vertex.pos.y));
  hash = mix(hash, bits(vertex.uv.x, vertex.uv.y));
  return mix(hash, vertex.col);
}

std::int16_t small(int value) {
  return static_cast<std::int16_t>(std::clamp<int>(value, std::numeric_limits<std::int16_t>::min(),
                                                   std::numeric_limits<std::int16_t>::max()));
}

}  // namespace

PixelRect both(const PixelRect& a, const PixelRect& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

PixelRect around(const PixelRect& a, const PixelRect& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

PixelRect scissor_of(const ImVec4& clip, int height_px) {
  const int x = static_cast<int>(clip.x), below = static_cast<int>(static_cast<float>(height_px) - clip.w);
  const int wide = static_cast<int>(clip.z - clip.x), high = static_cast<int>(clip.w - clip.y);
  return {x, height_px - below - high, x + wide, height_px - below};
}

std::vector<PixelRect> merged(std::vector<PixelRect> rects, std::size_t most) {
  rects.erase(std::remove_if(rects.begin(), rects.end(), [](const auto& rect) { return rect.empty(); }),
              rects.end());
  const auto waste = [&](std::size_t a, std::size_t b) {
    return around(rects[a], rects[b]).pixels() - rects[a].pixels() - rects[b].pixels();
  };
  while (rects.size() > 1) {
    std::size_t first = 0, second = 1;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    bool overlap = false;
    for (std::size_t a = 0; a < rects.size() && !overlap; ++a)
      for (std::size_t b = a + 1; b < rects.size(); ++b) {
        overlap = !both(rects[a], rects[b]).empty();
        if (const auto now = waste(a, b); overlap || now < least) least = now, first = a, second = b;
        if (overlap) break;
      }
    // Each rectangle costs a walk over what is drawn: near ones are cheaper as one.
    if (!overlap && rects.size() <= most && least > 4096) break;
    rects[first] = around(rects[first], rects[second]);
    rects.erase(rects.begin() + static_cast<std::ptrdiff_t>(second));
  }
  return rects;
}

Damage::List Damage::list_of(const ImDrawList& drawn, ImVec2 origin, int width, int height) {
  List list;
  list.name = drawn._OwnerName != nullptr ? drawn._OwnerName : "";
  list.marks.reserve(static_cast<std::size_t>(drawn.IdxBuffer.Size) / 3);
  for (const auto& command : drawn.CmdBuffer) {
    const auto& clip = command.ClipRect;
    const auto seen =
        both(scissor_of({clip.x - origin.x, clip.y - origin.y, clip.z - origin.x, clip.w - origin.y}, height),
             {0, 0, width, height});
    if (seen.empty()) continue;
    std::uint64_t start = mix(0x51ed270b, bits(static_cast<float>(seen.x0), static_cast<float>(seen.y0)));
    start = mix(start, bits(static_cast<float>(seen.x1), static_cast<float>(seen.y1)));
    start = mix(start, reinterpret_cast<std::uintptr_t>(command.GetTexID()));
    const auto* indices = drawn.IdxBuffer.Data + command.IdxOffset;
    const auto* vertices = drawn.VtxBuffer.Data + command.VtxOffset;
    for (unsigned at = 0; at + 2 < command.ElemCount; at += 3) {
      const auto &a = vertices[indices[at]], &b = vertices[indices[at + 1]], &c = vertices[indices[at + 2]];
      const float x0 = std::min({a.pos.x, b.pos.x, c.pos.x}) - origin.x,
                  x1 = std::max({a.pos.x, b.pos.x, c.pos.x}) - origin.x;
      const float y0 = std::min({a.pos.y, b.pos.y, c.pos.y}) - origin.y,
                  y1 = std::max({a.pos.y, b.pos.y, c.pos.y}) - origin.y;
      if (x1 < static_cast<float>(seen.x0) || y1 < static_cast<float>(seen.y0) ||
          x0 > static_cast<float>(seen.x1) || y0 > static_cast<float>(seen.y1))
        continue;
      const PixelRect reach = both({static_cast<int>(std::floor(std::max(x0, -1.f))) - 1,
                                    static_cast<int>(std::floor(std::max(y0, -1.f))) - 1,
                                    static_cast<int>(std::ceil(std::min(x1, 30000.f))) + 1,
                                    static_cast<int>(std::ceil(std::min(y1, 30000.f))) + 1},
                                   seen);
      list.marks.push_back({mix(mix(mix(start, a), b), c), small(reach.x0), small(reach.y0), small(reach.x1),
                            small(reach.y1)});
    }
  }
  return list;
}

void Damage::differences(const List& before, const List& now, std::vector<PixelRect>& rects) {
  const auto same = [](const Mark& a, const Mark& b) { return a.hash == b.hash; };
  const auto [old_from, new_from] =
      std::mismatch(before.marks.begin(), before.marks.end(), now.marks.begin(), now.marks.end(), same);
  auto old_to = before.marks.end(), new_to = now.marks.end();
  while (old_to != old_from && new_to != new_from && same(*(old_to - 1), *(new_to - 1))) --old_to, --new_to;
  if (old_from == old_to && new_from == new_to) return;
  // Between the first and the last difference much may be as it was; that counts only where its order is too.
  const auto sorted = [](auto from, auto to) {
    std::vector<std::uint64_t> hashes;
    for (auto at = from; at != to; ++at) hashes.push_back(at->hash);
    std::sort(hashes.begin(), hashes.end());
    return hashes;
  };
  const auto old_hashes = sorted(old_from, old_to), new_hashes = sorted(new_from, new_to);
  const auto in = [](const std::vector<std::uint64_t>& hashes, std::uint64_t hash) {
    return std::binary_search(hashes.begin(), hashes.end(), hash);
  };
  std::vector<std::uint64_t> old_kept, new_kept;
  for (auto at = old_from; at != old_to; ++at)
    if (in(new_hashes, at->hash)) old_kept.push_back(at->hash);
  for (auto at = new_from; at != new_to; ++at)
    if (in(old_hashes, at->hash)) new_kept.push_back(at->hash);
  const bool keep = old_kept == new_kept;
  const auto first = rects.size();
  const auto add = [&](const Mark& mark) {
    const PixelRect rect{mark.x0, mark.y0, mark.x1, mark.y1};
    // Glyphs and edges come in runs that lie side by side.
    constexpr int near = 24;
    for (auto at = rects.size(); at > first && at + 4 > rects.size(); --at) {
      auto& other = rects[at - 1];
      if (!both({rect.x0 - near, rect.y0 - near, rect.x1 + near, rect.y1 + near}, other).empty()) {
        other = around(other, rect);
        return;
      }
    }
    rects.push_back(rect);
    if (rects.size() > 64) rects = merged(std::move(rects), 16);
  };
  for (auto at = old_from; at != old_to; ++at)
    if (!keep || !in(new_hashes, at->hash)) add(*at);
  for (auto at = new_from; at != new_to; ++at)
    if (!keep || !in(old_hashes, at->hash)) add(*at);
}

std::vector<PixelRect> Damage::since_last(const ImDrawData& frame) {
  const int width = static_cast<int>(frame.DisplaySize.x * frame.FramebufferScale.x),
            height = static_cast<int>(frame.DisplaySize.y * frame.FramebufferScale.y);
  std::vector<List> now;
  for (int i = 0; i < frame.CmdListsCount; ++i)
    now.push_back(list_of(*frame.CmdLists[i], frame.DisplayPos, width, height));
  std::vector<PixelRect> rects;
  if (width != width_ || height != height_) {
    rects.push_back({0, 0, width, height});
  } else {
    const List nothing;
    std::size_t old = 0;
    for (const auto& list : now) {
      auto at = old;
      while (at < lists_.size() && lists_[at].name != list.name) ++at;
      if (at == lists_.size()) {
        differences(nothing, list, rects);
        continue;
      }
      for (; old < at; ++old) differences(lists_[old], nothing, rects);
      differences(lists_[old++], list, rects);
    }
    for (; old < lists_.size(); ++old) differences(lists_[old], nothing, rects);
  }
  lists_ = std::move(now);
  width_ = width;
  height_ = height;
  return merged(std::move(rects), 6);
}

}  // namespace placewright::viewer
