# What Ruby is given to do; it prints with its own means.
$stdout.sync = true
Task = Struct.new(:name, :cost) do
  include Comparable
  def <=>(other) = cost <=> other.cost
end
tasks = %w[alpha beta gamma delta].each_with_index.map { |name, i| Task.new(name, (i * 7919) % 13) }
puts tasks.sort.map(&:to_s), tasks.minmax.map(&:name).inspect
puts (1..30).inject(:*), 2**300, Rational(3, 7) + 1r, Complex(1, 2)**3, 10.0 / 3, 1e100, 0.1 + 0.2
def walk(n) = n.zero? ? [] : [n, *walk(n - 1)]
puts walk(12).each_slice(5).to_a.inspect
puts "grüße aus der Fabrik".scan(/\p{L}+/).map(&:capitalize).join(" "), "%08.3f|%-6s|%+d" % [3.14159, "ab", 42]
begin
  Integer("12x")
rescue ArgumentError => e
  puts "#{e.class}: #{e.message}"
ensure
  puts "ensured"
end
fiber = Fiber.new { 3.times { |i| Fiber.yield i * i }; :end }
puts 4.times.map { fiber.resume }.inspect
counts = Hash.new(0)
"the swarm claims the task and the fence holds".split.each { |word| counts[word] += 1 }
puts counts.sort_by { |word, n| [-n, word] }.first(3).inspect
puts catch(:found) { 10.times { |i| throw :found, i if i * i > 30 } }
case { kind: :lease, holder: { name: "if://agent/a/1" } }
in { kind: :lease, holder: { name: String => name } } then puts name
end
x = 0
100_000.times { |i| x = (x * 31 + i) % 1_000_003 }
puts x, [3, 1, 2].sort.freeze.frozen?, :symbol.to_proc.call("x").inspect rescue puts "no method"
puts ObjectSpace.respond_to?(:garbage_collect), GC.start.inspect
