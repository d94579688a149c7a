plain = 你好 "邻居"
same = English
count-shown = 共 { $count } 件
order = { $when }，{ $who }
shown = 找到 { $count } 件
both-same = { $n ->
    [0] 没有
   *[other] { $n }
}
some = 共有{ $n ->
    [0] 零
    [1] 一
   *[other] { $n }
}件
people = { $days ->
    [0] 今天
   *[other] { $days } 天
}，{ $people } 人
braces = 写成 { "{" }名字{ "}" }
braces-around = { "{" }{ $name }{ "}" }
lines =
    第一行
    第二行

    第四行
type = 种类
keyword = { $type }
empty = { "" }
