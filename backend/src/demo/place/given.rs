//! Areas and telephone numbers of the invented estate.

/// Chinese name, English name, place on the plan.
pub const AREAS: [(&str, &str, [i64; 4]); 5] = [
    ("东门", "East gate", [288, 80, 62, 30]),
    ("中心花园", "Central garden", [98, 60, 118, 46]),
    ("停车场", "Car park", [172, 114, 104, 50]),
    ("儿童乐园", "Playground", [12, 60, 78, 46]),
    ("垃圾房旁", "By the waste room", [12, 236, 78, 32]),
];

/// Kind, names, number, hours. The 5550 numbers are invented.
pub const CONTACTS: [(&str, &str, &str, &str, &str, &str); 4] = [
    (
        "community",
        "翠园社区居委会",
        "Residents’ committee",
        "021-55500120",
        "周一至周五 9:00–17:30",
        "Monday to Friday 9:00–17:30",
    ),
    (
        "property",
        "翠园物业服务中心",
        "Property office",
        "021-55500166",
        "24小时",
        "Day and night",
    ),
    (
        "other",
        "电梯困人、水电抢修",
        "Lift, water and power emergencies",
        "021-55500168",
        "24小时",
        "Day and night",
    ),
    (
        "other",
        "文化活动中心",
        "Cultural centre",
        "021-55500188",
        "每天 8:30–20:30",
        "Daily 8:30–20:30",
    ),
];
