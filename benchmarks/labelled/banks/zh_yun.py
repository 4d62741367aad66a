"""Chinese stories with the words of a portal."""

from benchmarks.labelled.banks.zh import (
    ITEMS,
    JOIN,
    LIVE,
    MORE,
    ORGS,
    PLACES,
    QUESTIONS,
    SUBHEADS,
    TOPICS,
    VERSE,
)
from benchmarks.labelled.banks.zh import WORDS as OTHER

MEN = ["梁渡舟", "方岩松", "贺知雨", "江未明"]
WOMEN = ["宋栖禾", "柳半夏", "秦若溪", "温如月"]
PEOPLE = MEN + WOMEN
AGENCIES = ["云岭影像", "半山通讯社", "南浦网"]
CREDITS = ["图/{p}", "（{a}供图）", "摄影：{p}", "{a} 图"]
MONTHS = ["2", "5", "8", "12"]
DATE = "{y}-{m}-{d}"
CLOCK = "{date} {clock}"

WORDS = OTHER | {
    "home": "网站首页",
    "sections": ["要闻", "产经", "文艺", "民生", "健身", "山水"],
    "related": "猜你喜欢",
    "also": "此前报道",
    "most_read": "24小时热榜",
    "read_more": "详情",
    "share": ["微博", "微信", "收藏"],
    "comments": "网友评论（{n}条）",
    "newsletter": "每天有{n}位读者在早餐前读我们的简报",
    "newsletter_more": "输入手机号即可免费订阅，随时可退。",
    "paywall": "会员可读全部文章，您今天还剩{n}篇。",
    "ad": "推广",
    "tags": "关键词",
    "by": "文/{p}",
    "by_place": "{p} 发自{c}",
    "by_day": "{d} 来源：{p}",
    "signed": "（责任编辑：{p}）",
    "where": "{s} {c}",
    "code": "稿件编号：{n}",
    "previous": "上一篇",
    "next": "下一篇",
    "dateline": "{s} {c}",
    "updated": "更新时间：{d}",
    "author_box": "{p}，{y}年入行，喜欢坐慢车。",
    "footer": ["网站地图", "广告服务", "举报电话", "{s} {y} 版权声明"],
    "figure_of": "第{i}张，共{n}张",
}

__all__ = [
    "ITEMS",
    "JOIN",
    "LIVE",
    "MORE",
    "ORGS",
    "PLACES",
    "QUESTIONS",
    "SUBHEADS",
    "TOPICS",
    "VERSE",
]
