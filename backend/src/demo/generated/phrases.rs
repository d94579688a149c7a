//! What generated reports say.

/// Where such a thing happens.
pub enum Spot {
    /// On a floor of a building.
    Inside,
    /// At a building.
    Beside,
    /// In an area.
    Outside,
}

/// One thing to report.
pub struct Phrase {
    pub category: &'static str,
    pub spot: Spot,
    pub words: &'static str,
}

const fn inside(category: &'static str, words: &'static str) -> Phrase {
    Phrase {
        category,
        spot: Spot::Inside,
        words,
    }
}

const fn beside(category: &'static str, words: &'static str) -> Phrase {
    Phrase {
        category,
        spot: Spot::Beside,
        words,
    }
}

const fn outside(category: &'static str, words: &'static str) -> Phrase {
    Phrase {
        category,
        spot: Spot::Outside,
        words,
    }
}

/// Common things stand more often.
pub const PHRASES: &[Phrase] = &[
    inside("small-ads", "楼道墙上又贴了开锁小广告。"),
    inside("small-ads", "门上被塞了很多传单和小卡片。"),
    inside("small-ads", "电表箱上贴满了小广告。"),
    beside("small-ads", "单元门上贴了通下水道的小广告。"),
    outside("small-ads", "灯杆上贴了租房广告。"),
    outside("rubbish", "墙角堆了很多垃圾袋，味道很大。"),
    beside("rubbish", "楼后面成了垃圾死角。"),
    outside("rubbish", "装修垃圾没有及时清运。"),
    beside("rubbish", "有人把厨余垃圾丢在楼前草丛里。"),
    inside("clutter", "楼道里堆了纸箱和旧家具。"),
    inside("clutter", "走廊放了鞋柜和自行车，不好走。"),
    inside("clutter", "消防门前堆了杂物。"),
    inside("clutter", "楼梯转角放了花盆和腌菜缸。"),
    outside("pavement", "地砖松动，下雨踩上去溅水。"),
    beside("pavement", "楼前台阶缺了一块。"),
    outside("pavement", "路面有个坑，晚上看不见。"),
    inside("lamp", "楼道灯不亮了。"),
    inside("lamp", "声控灯拍手也不亮。"),
    inside("lamp", "走廊的灯一直闪。"),
    beside("lamp", "单元门口的灯坏了。"),
    inside("leak", "公共水管漏水，地上很滑。"),
    inside("leak", "走廊天花板渗水。"),
    beside("leak", "雨水管堵了，水从墙上流下来。"),
    outside("leak", "下水道堵塞，污水冒出来了。"),
    outside("manhole", "井盖松动，车过时很响。"),
    beside("manhole", "井盖破了一个角。"),
    outside("parking", "车停在消防通道上。"),
    beside("parking", "车停在单元门口，轮椅出不来。"),
    outside("parking", "共享单车乱放，挡住人行道。"),
    inside("ebike", "有人把电动车推上楼充电。"),
    beside("ebike", "从窗户拉电线下来给电动车充电。"),
    outside("greenery", "草坪被踩坏了。"),
    beside("greenery", "树枝长到窗户上了，请修一修。"),
    outside("facility", "健身器材的螺丝松了。"),
    outside("facility", "长椅的木条断了。"),
    beside("facility", "门禁坏了，门关不上。"),
    inside("facility", "楼梯扶手松动。"),
    outside("pet", "草地上有狗粪没有清理。"),
    inside("pet", "电梯里有宠物尿味。"),
    inside("noise", "半夜装修很吵。"),
    beside("noise", "楼下油烟直接排到窗口。"),
    outside("noise", "晚上广场舞音量太大。"),
    outside("other", "晾衣绳拉在两棵树中间，骑车危险。"),
    inside("other", "信报箱的锁坏了。"),
];

/// What may follow.
pub const DETAILS: &[&str] = &[
    "",
    "",
    "",
    "请尽快处理，谢谢。",
    "已经好几天了。",
    "老人小孩走路不方便。",
    "上个月也有过一次。",
    "早上出门时看到的。",
    "麻烦师傅来看一下。",
    "邻居们都有意见。",
];

/// What was done, and why there is no picture of it.
pub const DONE: &[&str] = &[
    "已处理，住户在家不便拍照。",
    "已清理，照片没有拍好。",
    "已修好，夜间光线不足未拍照。",
    "已上门劝导，当事人已改正，不便拍照。",
];
