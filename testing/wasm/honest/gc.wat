;; A guest that keeps its data on the engine's heap: structs, arrays, small integers, casts.
(module
  (type $node (struct (field $value i32) (field $next (mut (ref null $node)))))
  (type $numbers (array (mut i32)))
  (type $shape (sub (struct (field $side i32))))
  (type $box (sub $shape (struct (field $side i32) (field $depth i32))))

  ;; A list of `count` nodes; the sum of their values.
  (func (export "run") (param $count i32) (result i32)
    (local $list (ref null $node)) (local $sum i32)
    (loop $make
      (local.set $list (struct.new $node (local.get $count) (local.get $list)))
      (br_if $make (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (block $done
      (loop $add
        (br_if $done (ref.is_null (local.get $list)))
        (local.set $sum (i32.add (local.get $sum) (struct.get $node $value (local.get $list))))
        (local.set $list (struct.get $node $next (local.get $list)))
        (br $add)))
    (local.get $sum))

  ;; Fills an array with its indices and reads one.
  (func (export "array") (param $length i32) (param $at i32) (result i32)
    (local $numbers (ref $numbers)) (local $i i32)
    (local.set $numbers (array.new_default $numbers (local.get $length)))
    (loop $fill
      (array.set $numbers (local.get $numbers) (local.get $i) (local.get $i))
      (br_if $fill
        (i32.lt_u
          (local.tee $i (i32.add (local.get $i) (i32.const 1)))
          (array.len (local.get $numbers)))))
    (array.get $numbers (local.get $numbers) (local.get $at)))

  ;; 2 * 2 * 2 for the box, 3 * 3 for what is only a shape, and a small integer on top.
  (func (export "casts") (result i32)
    (i32.add
      (i32.add
        (call $measure (struct.new $box (i32.const 2) (i32.const 2)))
        (call $measure (struct.new $shape (i32.const 3))))
      (i31.get_s (ref.i31 (i32.const -1)))))

  (func $measure (param $shape (ref $shape)) (result i32)
    (i32.mul
      (i32.mul
        (struct.get $shape $side (local.get $shape))
        (struct.get $shape $side (local.get $shape)))
      (block $is_box (result i32)
        (block $not_box (result (ref $shape))
          (br $is_box
            (struct.get $box $depth
              (br_on_cast_fail $not_box (ref $shape) (ref $box) (local.get $shape)))))
        (drop)
        (i32.const 1)))))
