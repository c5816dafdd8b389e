#include "datasets/place/geometry_blob.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace placewright::datasets {
namespace {

static_assert(std::endian::native == std::endian::little, "blobs are written as they lie in memory");

constexpr std::int32_t kSrs = 27700;
constexpr std::uint32_t kPoint = 1, kLine = 2, kPolygon = 3, kMultiPoint = 4, kMultiLine = 5,
                        kMultiPolygon = 6, kCollection = 7;

template <class Value>
void put(Blob& out, Value value) {
  const auto at = out.size();
  out.resize(at + sizeof value);
  std::memcpy(out.data() + at, &value, sizeof value);
}

struct Bounds {
  geo::Box box{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
               -std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  void add(geo::Point p) {
    box = {std::min(box.min_x, p.x), std::min(box.min_y, p.y), std::max(box.max_x, p.x),
           std::max(box.max_y, p.y)};
  }
};

void put_header(Blob& out, const geo::Box* box) {
  out.clear();
  put(out, 'G');
  put(out, 'P');
  put(out, std::uint8_t{0});
  put(out, static_cast<std::uint8_t>(box != nullptr ? 0b011 : 0b001));  // little-endian; envelope x, y
  put(out, kSrs);
  if (box != nullptr)
    for (const double bound : {box->min_x, box->max_x, box->min_y, box->max_y}) put(out, bound);
}

void put_kind(Blob& out, std::uint32_t kind) {
  put(out, std::uint8_t{1});
  put(out, kind);
}

void put_points(Blob& out, std::span<const geo::Point> points, bool close) {
  static_assert(sizeof(geo::Point) == 2 * sizeof(double));
  put(out, static_cast<std::uint32_t>(points.size() + (close && !points.empty() ? 1 : 0)));
  if (points.empty()) return;
  const auto at = out.size();
  out.resize(at + points.size_bytes());
  std::memcpy(out.data() + at, points.data(), points.size_bytes());
  if (close) {
    put(out, points.front().x);
    put(out, points.front().y);
  }
}

struct Header {
  std::size_t size = 0;  ///< 0: unreadable
  bool empty = false;
  std::optional<geo::Box> box;
};

template <class Value>
Value take(std::span<const std::byte> bytes, std::size_t at, bool little) {
  std::array<std::byte, sizeof(Value)> raw;
  std::memcpy(raw.data(), bytes.data() + at, sizeof(Value));
  if (!little) std::reverse(raw.begin(), raw.end());
  return std::bit_cast<Value>(raw);
}

Header read_header(std::span<const std::byte> blob) {
  if (blob.size() < 8 || blob[0] != std::byte{'G'} || blob[1] != std::byte{'P'}) return {};
  const auto flags = static_cast<unsigned>(blob[3]);
  const bool little = (flags & 1U) != 0;
  constexpr std::array<std::size_t, 5> envelope_doubles{0, 4, 6, 6, 8};
  const unsigned envelope = flags >> 1U & 7U;
  if (envelope >= envelope_doubles.size() || (flags & 0b100000U) != 0)
    return {};  // extended types are not simple features
  const std::size_t size = 8 + 8 * envelope_doubles[envelope];
  if (blob.size() < size) return {};
  Header header{size, (flags & 0b10000U) != 0, {}};
  if (envelope != 0 && !header.empty) {
    const auto bound = [&](std::size_t i) { return take<double>(blob, 8 + 8 * i, little); };
    header.box = geo::Box{bound(0), bound(2), bound(1), bound(3)};
  }
  return header;
}

/// Reads WKB front to back; a claim that the bytes cannot hold is refused before anything is set aside for
/// it.
class WkbReader {
 public:
  WkbReader(std::span<const std::byte> bytes, BlobContent& out) : bytes_(bytes), out_(out) {}

  bool read(int depth = 0) {
    if (bytes_.size() - at_ < 5) return stop("it ends too early");
    little_ = bytes_[at_] == std::byte{1};
    at_ += 1;
    const auto code = next_count();
    // ISO: thousands tell z and m. The older form: high bits.
    const std::uint32_t kind = (code & 0xffffU) % 1000, thousand = (code & 0xffffU) / 1000;
    const bool has_z = (code & 0x80000000U) != 0 || thousand == 1 || thousand == 3;
    const bool has_m = (code & 0x40000000U) != 0 || thousand == 2 || thousand == 3;
    if ((code & 0x20000000U) != 0) at_ += 4;  // an embedded coordinate system id
    dimensions_ = 2U + (has_z ? 1U : 0U) + (has_m ? 1U : 0U);
    switch (kind) {
      case kPoint: {
        if (!holds(1, 8 * dimensions_)) return stop("it ends too early");
        const auto point = next_point();
        if (!std::isnan(point.x) && !std::isnan(point.y)) out_.points.push_back(point);
        return true;
      }
      case kLine: {
        geo::Line line;
        if (!read_points(line)) return false;
        if (!line.empty()) out_.lines.push_back(std::move(line));
        return true;
      }
      case kPolygon:
        return read_polygon();
      case kMultiPoint:
      case kMultiLine:
      case kMultiPolygon:
      case kCollection: {
        if (depth > 8) return stop("collections are nested too deep");
        if (!holds(1, 4)) return stop("it ends too early");
        const auto count = next_count();
        if (!holds(count, 5)) return stop("it claims more parts than it holds");
        for (std::uint32_t i = 0; i < count; ++i)
          if (!read(depth + 1)) return false;
        return true;
      }
      default:
        return stop(fmt::format("geometry type {} is not known here", code));
    }
  }

 private:
  bool stop(std::string why) {
    out_.wrong = std::move(why);
    return false;
  }
  [[nodiscard]] bool holds(std::uint64_t count, std::uint64_t bytes_each) const {
    return at_ <= bytes_.size() && count <= (bytes_.size() - at_) / bytes_each;
  }
  std::uint32_t next_count() {
    const auto count = take<std::uint32_t>(bytes_, at_, little_);
    at_ += 4;
    return count;
  }
  geo::Point next_point() {
    const geo::Point point{take<double>(bytes_, at_, little_), take<double>(bytes_, at_ + 8, little_)};
    at_ += 8 * dimensions_;
    return point;
  }
  bool read_points(std::vector<geo::Point>& points) {
    if (!holds(1, 4)) return stop("it ends too early");
    const auto count = next_count();
    if (!holds(count, 8 * dimensions_)) return stop("it claims more points than it holds");
    points.resize(count);
    if (little_ && dimensions_ == 2) {
      std::memcpy(points.data(), bytes_.data() + at_, std::size_t{16} * count);
      at_ += std::size_t{16} * count;
    } else {
      for (auto& point : points) point = next_point();
    }
    return true;
  }
  bool read_polygon() {
    if (!holds(1, 4)) return stop("it ends too early");
    const auto rings = next_count();
    if (!holds(rings, 4)) return stop("it claims more rings than it holds");
    geo::Polygon polygon;
    for (std::uint32_t i = 0; i < rings; ++i) {
      geo::Ring ring;
      if (!read_points(ring)) return false;
      if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
      if (i == 0) {
        polygon.outer = std::move(ring);
      } else {
        polygon.holes.push_back(std::move(ring));
      }
    }
    if (!polygon.outer.empty()) out_.shape.parts.push_back(std::move(polygon));
    return true;
  }

  std::span<const std::byte> bytes_;
  BlobContent& out_;
  std::size_t at_ = 0;
  std::size_t dimensions_ = 2;
  bool little_ = true;
};

void add_all(Bounds& bounds, const BlobContent& content) {
  for (const auto& part : content.shape.parts)
    for (const auto& p : part.outer) bounds.add(p);
  for (const auto& line : content.lines)
    for (const auto& p : line) bounds.add(p);
  for (const auto& p : content.points) bounds.add(p);
}

}  // namespace

bool build_blob(const geo::Shape& shape, Blob& out) {
  out.clear();
  if (shape.empty()) return false;
  Bounds bounds;
  for (const auto& part : shape.parts)
    for (const auto& p : part.outer) bounds.add(p);
  put_header(out, &bounds.box);
  put_kind(out, kMultiPolygon);
  put(out, static_cast<std::uint32_t>(shape.parts.size()));
  for (const auto& part : shape.parts) {
    put_kind(out, kPolygon);
    put(out, static_cast<std::uint32_t>(1 + part.holes.size()));
    put_points(out, part.outer, true);
    for (const auto& hole : part.holes) put_points(out, hole, true);
  }
  return true;
}

bool build_blob(const geo::Line& line, Blob& out) {
  out.clear();
  if (line.empty()) return false;
  Bounds bounds;
  for (const auto& p : line) bounds.add(p);
  put_header(out, &bounds.box);
  put_kind(out, kLine);
  put_points(out, line, false);
  return true;
}

bool build_blob(geo::Point point, Blob& out) {
  out.clear();
  if (std::isnan(point.x) || std::isnan(point.y)) return false;
  put_header(out, nullptr);
  put_kind(out, kPoint);
  put(out, point.x);
  put(out, point.y);
  return true;
}

BlobContent read_blob(std::span<const std::byte> blob) {
  BlobContent content;
  const auto header = read_header(blob);
  if (header.size == 0) {
    content.wrong = "it has no valid header";
    return content;
  }
  if (header.empty || blob.size() == header.size) return content;
  WkbReader(blob.subspan(header.size), content).read();
  return content;
}

std::optional<geo::Box> measure_blob_box(std::span<const std::byte> blob) {
  if (const auto header = read_header(blob); header.box) return header.box;
  Bounds bounds;
  add_all(bounds, read_blob(blob));
  if (bounds.box.min_x > bounds.box.max_x) return std::nullopt;
  return bounds.box;
}

std::span<const std::byte> wkb_of(std::span<const std::byte> blob) {
  const auto header = read_header(blob);
  return header.size == 0 ? std::span<const std::byte>{} : blob.subspan(header.size);
}

}  // namespace placewright::datasets
