#pragma once

#include <imgui.h>

#include <cstdint>
#include <string>
#include <vector>

/// What of the window looks other than a frame before, so that only that is drawn. Without a graphics card
/// drawing pixels is nearly all that a frame costs.
namespace placewright::viewer {

/// Whole pixels, y downwards; x1 and y1 are outside.
struct PixelRect {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  [[nodiscard]] bool empty() const { return x1 <= x0 || y1 <= y0; }
  [[nodiscard]] std::int64_t pixels() const { return empty() ? 0 : std::int64_t{x1 - x0} * (y1 - y0); }
  friend bool operator==(const PixelRect&, const PixelRect&) = default;
};
[[nodiscard]] PixelRect both(const PixelRect& a, const PixelRect& b);    ///< what they share
[[nodiscard]] PixelRect around(const PixelRect& a, const PixelRect& b);  ///< the least that holds both

/// The pixels that OpenGL's scissor lets through for a command's clip rectangle, as ImGui's backend rounds
/// it.
[[nodiscard]] PixelRect scissor_of(const ImVec4& clip, int height_px);

/// Compares each frame with the one before, triangle by triangle. A texture whose content changes needs
/// another ImTextureID.
class Damage {
 public:
  /// Rectangles that do not overlap and hold every pixel that differs from the frame of the call before; the
  /// whole window at first, after forget() and when its size changed. Empty: nothing differs.
  [[nodiscard]] std::vector<PixelRect> since_last(const ImDrawData& frame);
  void forget() { lists_.clear(), width_ = 0; }

 private:
  /// A triangle by the hash of all that decides its pixels, and where those can lie.
  struct Mark {
    std::uint64_t hash{};
    std::int16_t x0{}, y0{}, x1{}, y1{};
  };
  struct List {
    std::string name;
    std::vector<Mark> marks;
  };
  static List list_of(const ImDrawList& drawn, ImVec2 origin, int width, int height);
  static void differences(const List& before, const List& now, std::vector<PixelRect>& rects);

  std::vector<List> lists_;
  int width_ = 0, height_ = 0;
};

/// At most `most` rectangles that hold all of these, none overlapping another.
[[nodiscard]] std::vector<PixelRect> merged(std::vector<PixelRect> rects, std::size_t most);

}  // namespace placewright::viewer
