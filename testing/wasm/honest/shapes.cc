// A guest in C++: classes, virtual calls, vectors, strings, maps, and a constructor that runs
// before anything else.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "guest.h"

namespace {

class Shape {
 public:
  virtual ~Shape() { destroyed++; }
  virtual int area() const = 0;
  virtual std::string name() const = 0;
  static int destroyed;
};

int Shape::destroyed = 0;

class Square : public Shape {
 public:
  explicit Square(int side) : side_(side) {}
  int area() const override { return side_ * side_; }
  std::string name() const override { return "square"; }

 private:
  int side_;
};

class Rectangle : public Shape {
 public:
  Rectangle(int width, int height) : width_(width), height_(height) {}
  int area() const override { return width_ * height_; }
  std::string name() const override { return "a rectangle whose name is too long to be inlined"; }

 private:
  int width_, height_;
};

struct Early {
  Early() : value(42) {}
  int value;
};

// Not constant to the compiler: a start function or _initialize must have run.
volatile int zero = 0;
Early early[1];
int constructed = early[zero].value + 1;

}  // namespace

// 43, if the constructors have run.
EXPORT(constructors) int32_t constructors() { return constructed; }

// Makes `count` shapes; returns the sum of their areas, plus the length of all their names.
EXPORT(run) int32_t run(int32_t count) {
  std::vector<std::unique_ptr<Shape>> shapes;
  std::map<std::string, int> areas;
  Shape::destroyed = 0;
  for (int i = 0; i < count; i++) {
    if (i % 2 == 0) {
      shapes.push_back(std::make_unique<Square>(i));
    } else {
      shapes.push_back(std::make_unique<Rectangle>(i, 2));
    }
  }
  for (const auto &shape : shapes) areas[shape->name()] += shape->area();
  int sum = 0;
  for (const auto &[name, area] : areas) sum += area + static_cast<int>(name.size());
  shapes.clear();
  return Shape::destroyed == count ? sum : -1;
}
