/* Names that may stand in a citizen's words. */
#include "feature/bulletin/bulletin_suspect.h"

#include "check.h"

/* All that is suspected, one behind the other. */
static struct str all_of(struct arena *a, const char *text)
{
    struct special_suspect_list l = bulletin_suspects(a, str_of(text));
    struct buf b = buf_new(a, 4000);

    EACH (s, &l)
        buf_f(&b, "%s%.*s", b.n > 0 ? " " : "", STR(s->words));
    return buf_str(&b);
}

static void names_are_suspected_by_surname_and_the_words_about_them(void **state)
{
    static const struct {
        const char *text, *names;
    } rows[] = {
        {"隔壁老张和小李天天在楼道堆东西。", "老张 小李"},
        {"我去找过李书记和村里的陈会计，都说等一等。", "李书记 陈会计"},
        {"村民王建国家的猪圈挨着水井，他儿子王强说不搬。", "王建国 王强"},
        {"邻居刘翠花、周大妈都可以作证。", "刘翠花 周大妈"},
        {"包工头赵德柱拖欠工资，欧阳老板也不管。", "赵德柱 欧阳老板"},
        {"被黄某某等人殴打，住院的是我丈夫谭志军。", "黄某某 谭志军"},
        {"三组的罗小平夫妇占用了公用晒谷坪，孙奶奶去劝过。", "罗小平 孙奶奶"},
        {"代课的彭老师（彭春燕，女，今年三十岁）没有社保。", "彭老师 彭春燕"},
        {"负责人何伟承包了鱼塘，许律师看过合同。", "何伟 许律师"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(all_of(*state, rows[i].text), rows[i].names);
}

static void plain_words_are_no_names(void **state)
{
    static const char *const texts[] = {
        "村口的路灯坏了半个月，晚上老人小孩都不敢出门，希望尽快修好。",
        "菜市场东门外下水道堵塞，污水横流，周边居民反映多次，没有解决。",
        "高速公路两侧的林地被占用，群众安全得不到保障，严重影响出行。",
        "小区车辆乱停，业主方便了自己，堵住了消防通道，物业不管。",
        "水管年久失修，水压不够，高层住户常年用不上水，希望改造管网。",
        "学校旁边的商店卖过期食品，学生家长很担心，请有关部门查处。",
        "农田灌溉渠道淤塞，今年夏季又要抗旱，村民万分着急。",
        "老年食堂饭菜价格高，老党员、老同志希望补贴。",
        "公交车线路太少，工人上下班要走四十分钟，许多人只好骑车。",
        "县交通运输局和镇政府答复说资金不够，明年再安排施工。",
        "路段弯道多，货车超速，发生过三起车祸，请安装减速带和反光镜。",
        "湘江边的沙场夜间施工，噪声大，马路上全是石子。",
    };

    for (size_t i = 0; i < COUNT(texts); i++)
        assert_str(all_of(*state, texts[i]), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_suspected_by_surname_and_the_words_about_them),
        TEST(plain_words_are_no_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
