plain = Hello, "neighbour"
same = English
count-shown = { $count } shown
order = { $who }, { $when }
shown = { $count ->
    [one] Found one
   *[other] Found { $count }
}
both-same = { $n ->
    [0] 没有
   *[other] { $n }
}
some = { $n ->
    [0] None
    [one] One
   *[other] { $n }
} in all
people = { $people ->
    [one] { $days ->
        [0] One person today
        [one] One person, one day
       *[other] One person, { $days } days
    }
   *[other] { $people } people, { $days ->
        [0] today
        [one] one day
       *[other] { $days } days
    }
}
braces = Write { "{" }name{ "}" }
braces-around = { "{" }{ $name }{ "}" }
lines =
    First line
    Second line

    Fourth line
type = Type
keyword = The { $type }
empty = { "" }
