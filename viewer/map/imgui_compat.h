#pragma once

#include <imgui.h>

#include <vector>

/// The one place that knows how versions of ImGui differ: from 1.86 (Debian 12) to 1.90 (Debian 13). Since
/// 1.87 input comes as events and keys have names of their own.
namespace placewright::viewer::compat {

/// For a window without a backend of ImGui: keys that can be pressed, and all input of a frame taken with it.
inline void prepare_input(ImGuiIO& io) {
#if IMGUI_VERSION_NUM >= 18700
  io.ConfigInputTrickleEventQueue = false;
#else
  // Without a key map the keyboard navigation stops the program.
  for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = 400 + key;
#endif
}

inline void move_mouse(ImGuiIO& io, ImVec2 at) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMousePosEvent(at.x, at.y);
#else
  io.MousePos = at;
#endif
}

/// The left button.
inline void hold_mouse(ImGuiIO& io, bool down) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMouseButtonEvent(ImGuiMouseButton_Left, down);
#else
  io.MouseDown[ImGuiMouseButton_Left] = down;
#endif
}

inline void turn_wheel(ImGuiIO& io, float turns) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMouseWheelEvent(0, turns);
#else
  io.MouseWheel = turns;
#endif
}

inline void hold_key(ImGuiIO& io, ImGuiKey key, bool down) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddKeyEvent(key, down);
#else
  io.KeysDown[io.KeyMap[key]] = down;
#endif
}

[[nodiscard]] inline bool is_key_held(ImGuiKey key) {
#if IMGUI_VERSION_NUM >= 18700
  return ImGui::IsKeyDown(key);
#else
  return ImGui::IsKeyDown(ImGui::GetKeyIndex(key));
#endif
}

/// The frame drawn by these lists alone, which must outlive its drawing.
inline void set_lists(ImDrawData& frame, std::vector<ImDrawList*>& lists) {
#if IMGUI_VERSION_NUM >= 18980
  frame.CmdLists.resize(0);
  for (auto* list : lists) frame.CmdLists.push_back(list);
#else
  frame.CmdLists = lists.data();
#endif
  frame.CmdListsCount = static_cast<int>(lists.size());
}

}  // namespace placewright::viewer::compat
