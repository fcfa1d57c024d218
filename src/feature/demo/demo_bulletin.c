/*
 * demo_bulletin: the city's bulletin: two issues that were sent, one being collected, articles
 * from below, a special report with its instruction, pieces in the media.
 */
#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_session.h"
#include "feature/bulletin/bulletin_special.h"
#include "feature/demo/demo_year.h"
#include "feature/request/request.h"

#define CITY S("430400000000")

static enum err masthead(struct cx *cx, struct date from)
{
    struct bulletin_masthead m = {.division = CITY,
        .name = S("联络动态"),
        .latin = S("LIANLUODONGTAI"),
        .publisher = S("衡阳市人大常委会联络工作委员会"),
        .editors = S("石竹青 谢远岫"),
        .contact = S("0734—0000000 lianluo@example.cn"),
        .approval_no = S("衡简准字〔2025〕第1号（演示）"),
        .distribution = S("省人大常委会联络工作委员会\n市人大常委会主任会议成员\n"
                          "市人大各专门委员会，市人大常委会各办事机构、工作机构\n"
                          "市人民政府办公室，市监察委员会，市中级人民法院，市人民检察院\n"
                          "各县市区人大常委会联工委，各乡镇人大主席团、街道人大工委"),
        .valid_from = from};

    return bulletin_masthead_put(cx, &m);
}

static enum err article(struct cx *cx, const struct bulletin_issue *issue, struct str division,
    struct bulletin_article a)
{
    a.division = division;
    a.subtitle = a.subtitle.p == NULL ? S("") : a.subtitle;
    TRY(bulletin_article_add(cx, &a));
    TRY(bulletin_article_send(cx, &a));
    return issue == NULL ? OK : bulletin_article_take(cx, &a, issue);
}

/* Through every step of M11. */
static enum err publish(struct cx *cx, struct bulletin_issue *issue)
{
    static const enum bulletin_event events[] = {BULLETIN_DO_CHECK_FIGURES,
        BULLETIN_DO_CHECK_NAMES, BULLETIN_DO_SUBMIT, BULLETIN_DO_SIGN, BULLETIN_DO_NUMBER,
        BULLETIN_DO_TYPESET, BULLETIN_DO_SEND};

    issue->is_public = true;
    TRY(bulletin_set(cx, issue));
    for (size_t i = 0; i < COUNT(events); i++)
        TRY(bulletin_make_move(cx, issue,
            &(struct bulletin_move){
                .event = events[i], .version = issue->version, .day = DATE_NONE}));
    return OK;
}

static enum err begun(struct cx *cx, struct str note, struct bulletin_issue *issue)
{
    TRY(bulletin_begin(cx, CITY, BULLETIN_REGULAR, 0, issue));
    issue->note = note;
    TRY(bulletin_set(cx, issue));
    return bulletin_make_move(cx, issue,
        &(struct bulletin_move){
            .event = BULLETIN_DO_COMPOSE, .version = issue->version, .day = DATE_NONE});
}

/* The year in figures, facts F060 to F069: every number is counted. */
static struct str year_text(struct cx *cx, struct date from, struct date to)
{
    struct str p = str_f(cx->arena, "|%.*s|%.*s|%.*s", STR(CITY),
        STR(date_text(cx->arena, from)), STR(date_text(cx->arena, to)));
    struct str tried =
        str_f(cx->arena, "|%.*s|%.*s|%.*s", STR(CITY), STR(date_text(cx->arena, from)),
            STR(date_text(cx->arena, date_add(from, DEMO_PILOT_DAYS - 1))));

    return str_f(cx->arena,
        "# 一、突出平台建设，把联络站办到群众身边\n"
        "全市开放人大代表联络站{station.stations%.*s|个}"
        "，固定站、流动站、云端站一体接待。一年来，"
        "各级代表进站接待群众{station.visitors%.*s|万余人次}，收集意见建议"
        "{request.received%.*s|余条}，推动解决群众关心的问题{request.solved%.*s|余个}。\n"
        "# 二、推行“码上找代表”，让群众随时找得到人\n"
        "群众扫描二维码反映意见建议{request.received.scan%.*s|余条}，其中"
        "{request.closed.scan%.*s|余条}"
        "已处理完毕，其余正在处理解决。平台先在衡南县、祁东县、雁峰区、"
        "蒸湘区{request.scan.places%.*s|个}乡镇街道试点，随后推开，并与12345热线对接；热线受理"
        "{request.hotline.deputies%.*s|位}人大代表反映诉求，形成诉求工单{request.hotline%.*s|"
        "件}，"
        "推动解决了{request.hotline.solved%.*s|余个}群众反映的问题。\n"
        "# 三、突出基层首创，把恳谈会开到屋场\n"
        "各县市区将各级代表编成{hamlet.groups%.*s|个}小组，融入到{hamlet.places%.*s|个}屋场，"
        "参加屋场恳谈会{activity.hamlet_meeting%.*s|场次}，解决问题"
        "{activity.hamlet_meeting.solved%.*s|个}"
        "。推行村（居）民议事会制度，吸纳现任和往届代表为"
        "“湾村明白人”，占比达到{hamlet.council_share%.*s|}，调解乡村矛盾纠纷"
        "{mediation.agreed%.*s|件}。",
        STR(p), STR(p), STR(p), STR(p), STR(p), STR(p), STR(tried), STR(p), STR(p), STR(p),
        STR(p), STR(p), STR(p), STR(p), STR(p), STR(p));
}

static struct str rates_text(struct cx *cx, struct date from, struct date to)
{
    struct str p = str_f(cx->arena, "|%.*s|%.*s|%.*s", STR(CITY),
        STR(date_text(cx->arena, from)), STR(date_text(cx->arena, to)));

    return str_f(cx->arena,
        "# 一、件件有着落\n"
        "全市转交承办单位{request.forwarded%.*s|件}，收到答复{request.replied%.*s|件}"
        "，经反映人或代表"
        "确认解决{request.solved%.*s|件}，解决率{request.solving_rate%.*s|}。\n"
        "# 二、评价交给群众\n"
        "反映人对答复的满意率为{request.reply_satisfaction%.*s|}，对结果的满意率为"
        "{request.result_satisfaction%.*s|}。没有评价的不计入满意，另行列出。",
        STR(p), STR(p), STR(p), STR(p), STR(p), STR(p));
}

static enum err issues(struct cx *cx, struct date from, struct date to)
{
    struct bulletin_issue first, second, third;

    TRY(begun(cx, S(""), &first));
    TRY(article(cx, &first, CITY,
        (struct bulletin_article){.title = S("群众反映的事办得怎么样"),
            .subtitle = S("全市代表转办诉求一年小结"),
            .credit = S("衡阳市人大常委会联工委 供稿"),
            .body = rates_text(cx, from, to)}));
    TRY(publish(cx, &first));
    TRY(begun(cx,
        S("各县市区一年来推动人大代表密切联系群众，办了一批实事。现将有关情况刊发，"
          "供各地参考。文中数字取自联络台账，截止时间见网页。"),
        &second));
    TRY(article(cx, &second, CITY,
        (struct bulletin_article){
            .title = S("衡阳市人大常委会突出平台建设 推动人大代表更加密切联系群众"),
            .credit = S("衡阳市人大常委会联工委 供稿"),
            .body = year_text(cx, from, to)}));
    TRY(publish(cx, &second));
    TRY(begun(cx, S(""), &third));
    return article(cx, &third, S("430422000000"),
        (struct bulletin_article){.title = S("衡南县把屋场恳谈会开成解题会"),
            .credit = S("衡南县人大常委会联工委 供稿"),
            .body = S("# 一、定期开\n衡南县各级代表全年参加屋场恳谈会"
                      "{activity.hamlet_meeting|430422000000|||场次}，现场答复45件，转办106件，"
                      "共收到意见建议151件。")});
}

/* Some requests that tell of the same kind of trouble. */
static enum err special(struct cx *cx)
{
    struct request_filter f = {.division = S("430422000000"), .max = 3};
    struct request_page some;
    struct special_report r;
    struct buf numbers = buf_new(cx->arena, 1000);

    TRY(request_find(cx, &f, &some));
    EACH (q, &some.rows)
        buf_f(&numbers, "%.*s ", STR(q->code));
    if (some.rows.n == 0)
        return OK;
    TRY(bulletin_special_begin(
        cx, CITY, S("农村群众出行和饮水问题值得关注"), buf_str(&numbers), &r));
    r.addressee = S("市委、市人民政府");
    TRY(bulletin_special_set(cx, &r));
    TRY(bulletin_special_move(
        cx, &r, &(struct special_move){.event = SPECIAL_DO_DRAFT, .version = r.version}));
    TRY(bulletin_special_move(
        cx, &r, &(struct special_move){.event = SPECIAL_DO_REVIEW, .version = r.version}));
    TRY(bulletin_special_move(
        cx, &r, &(struct special_move){.event = SPECIAL_DO_SEND, .version = r.version}));
    TRY(bulletin_special_move(cx, &r,
        &(struct special_move){.event = SPECIAL_DO_INSTRUCT,
            .version = r.version,
            .day = DATE_NONE,
            .leader = S("分管副市长"),
            .note = S("请交通、水利部门到现场看，能办的马上办，办不了的向群众讲清楚，一个月内报"
                      "结果。")}));
    TRY(bulletin_special_move(cx, &r,
        &(struct special_move){
            .event = SPECIAL_DO_ASSIGN, .version = r.version, .unit = S("430422-jtj")}));
    return bulletin_special_move(cx, &r,
        &(struct special_move){.event = SPECIAL_DO_FOLLOW,
            .version = r.version,
            .note = S("县交通运输局已到现场，列出三处先修的路段。")});
}

static enum err media(struct cx *cx, struct date end)
{
    static const struct {
        const char *outlet, *title;
        enum media_level level;
        int back;
    } rows[] = {
        {"省级日报（演示）", "屋场里的恳谈会", MEDIA_PROVINCE, 12},
        {"人大网（演示）", "码上找代表，事事有回音", MEDIA_PROVINCE, 40},
        {"市级日报（演示）", "代表进站日，群众说心里话", MEDIA_CITY, 75},
        {"县融媒体中心（演示）", "路灯亮了，心里也亮了", MEDIA_COUNTY, 120},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct media_hit m = {.division = CITY,
            .day = date_add(end, -rows[i].back),
            .outlet = str_of(rows[i].outlet),
            .level = rows[i].level,
            .title = str_of(rows[i].title),
            .place = S("")};

        TRY(bulletin_media_add(cx, &m));
    }
    return OK;
}

/* The sessions of the city's congress in its term, one each year, and the committee's. */
static enum err sessions(struct cx *cx, struct date start)
{
    int32_t year = date_ymd(start).year;

    for (int32_t i = 0; i < 6 && 2021 + i <= year; i++) {
        struct bulletin_session s = {.body = SESSION_CONGRESS,
            .number = i + 1,
            .opened = i == 0 ? date_make(2021, 12, 20) : date_make(2021 + i, 12, 26),
            .closed = i == 0 ? date_make(2021, 12, 23) : date_make(2021 + i, 12, 29)};

        TRY(bulletin_session_put(cx, S("430400-16"), &s));
    }
    for (int32_t i = 0; i < 24; i++) {
        struct date day = date_make(2022 + i / 6, 2 + i % 6 * 2, 24);
        struct bulletin_session s = {
            .body = SESSION_COMMITTEE, .number = i + 1, .opened = day, .closed = DATE_NONE};

        if (day.day < start.day)
            TRY(bulletin_session_put(cx, S("430400-16"), &s));
    }
    return OK;
}

enum err demo_bulletin(struct cx *cx, struct demo_city *c)
{
    struct date end = date_of(cx->now), from = c->start;

    TRY(masthead(cx, c->start));
    TRY(sessions(cx, end));
    TRY(media(cx, end));
    TRY(issues(cx, from, end));
    return special(cx);
}
