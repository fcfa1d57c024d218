/*
 * demo_words: invented names, places and troubles.
 */
#include "feature/demo/demo.h"
#include "feature/registry/registry.h"

static const char *const surnames[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "周", "吴",
    "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩",
    "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕",
    "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏",
    "钟", "汪", "田", "任", "姜", "范", "方", "石", "姚", "谭", "廖", "邹", "熊", "金", "陆",
    "郝", "孔", "白", "崔", "康", "毛", "邱", "秦", "江", "史", "顾", "侯", "邵", "孟", "龙",
    "万", "段", "雷", "钱", "汤", "尹", "黎", "易", "常", "武", "乔", "贺", "赖", "龚", "文",
    "单", "解", "仇", "区", "查", "华", "尧", "欧阳", "上官", "司马"};

static const char *const given[] = {"晓", "明", "建", "国", "志", "强", "秀", "英", "丽", "华",
    "文", "军", "平", "春", "梅", "桂", "兰", "玉", "珍", "海", "涛", "立", "新", "永", "红",
    "林", "芳", "燕", "辉", "勇", "斌", "云", "霞", "敏", "静", "宏", "伟", "庆", "德", "良",
    "松", "柏", "青", "山", "清", "泉", "雪", "晨", "安", "宁", "思", "远", "嘉", "怡", "子",
    "涵", "雨", "桐", "向", "阳", "初", "禾", "田", "望", "舒", "可", "心", "尚", "诚", "信",
    "义", "和", "顺", "满", "仓"};

/* Characters that systems lose. */
static const char *const rare[] = {"芄", "锸", "堃", "喆", "彧", "翀", "犇", "玥", "烜", "㛃"};

static const char *const spots[] = {"老街", "新市场", "村委会", "卫生室", "中心小学",
    "水库大坝", "桥头", "渡口", "农贸市场", "文化广场", "汽车站", "敬老院", "粮站", "安置小区",
    "工业园", "水厂", "变电站", "祠堂", "垃圾中转站", "健身广场"};

static const char *const areas[] = {"城东", "城西", "城南", "城北", "河东", "河西", "新塘",
    "柏树", "枫林", "石桥", "双井", "长坪", "竹山", "茶园", "大塘", "金盆", "白沙", "红岭",
    "青山", "龙泉", "麻石", "油麻", "横冲", "樟树", "泉塘", "黄泥", "松柏", "梅子", "桐梓",
    "古塘"};

/* clang-format off */
const struct demo_unit demo_units[] = {
    {"jtj",  "交通运输局",       ORG_DEPARTMENT,     "公路 道路 农村公路 公交 客运 桥梁 渡口"},
    {"slj",  "水利局",           ORG_DEPARTMENT,     "水库 山塘 渠道 河道 防洪 饮水 自来水 排渍"},
    {"zjj",  "住房和城乡建设局", ORG_DEPARTMENT,     "危房 物业 小区 下水道 路灯 燃气 电梯"},
    {"cgj",  "城市管理和综合执法局", ORG_DEPARTMENT, "占道 垃圾 油烟 噪音 停车 违建 路灯 夜市"},
    {"mzj",  "民政局",           ORG_DEPARTMENT,     "低保 养老 救助 殡葬 残疾人 敬老院"},
    {"rsj",  "人力资源和社会保障局", ORG_DEPARTMENT, "工资 社保 养老金 就业 欠薪"},
    {"jyj",  "教育局",           ORG_DEPARTMENT,     "学校 校车 入学 食堂 幼儿园"},
    {"wjj",  "卫生健康局",       ORG_DEPARTMENT,     "卫生室 医院 看病 村医 疫苗"},
    {"nyj",  "农业农村局",       ORG_DEPARTMENT,     "农田 双季稻 农机 抛荒 种粮 厕所 养殖"},
    {"zrj",  "自然资源局",       ORG_DEPARTMENT,     "宅基地 征地 不动产 地质灾害 耕地"},
    {"hbj",  "生态环境局",       ORG_DEPARTMENT,     "污水 臭味 废气 采砂 排污"},
    {"gaj",  "公安局",           ORG_DEPARTMENT,     "红绿灯 户籍 交通事故 监控 电动车"},
    {"scj",  "市场监督管理局",   ORG_DEPARTMENT,     "食品 假货 价格 电梯 计量"},
    {"ybj",  "医疗保障局",       ORG_DEPARTMENT,     "医保 报销 慢性病"},
    {"fy",   "人民法院",         ORG_COURT,          "诉讼服务 执行"},
    {"jcy",  "人民检察院",       ORG_PROCURATORATE,  "公益诉讼"},
    {"jw",   "监察委员会",       ORG_SUPERVISION,    "作风"},
};

const struct demo_trouble demo_troubles[] = {
    {"{p}到镇上的路坑坑洼洼，下雨天积水，学生骑车经常摔跤，希望早点修一修。", "help", "jtj", "已组织养护队对坑槽路段修补并清理边沟，{p}路段恢复平整，已请村民代表到场查看。"},
    {"{p}的路灯坏了快两个月，晚上漆黑一片，老人出门不方便。", "report", "cgj", "已更换损坏的灯头和线路，{p}一带路灯全部亮灯。"},
    {"{p}自来水一到傍晚就没水，楼上住户要半夜接水，请帮忙反映。", "help", "slj", "经排查为加压泵老化，已更换水泵并检修管网，晚高峰水压恢复正常。"},
    {"{p}的山塘多年没清淤，今年插秧时放不出水，影响二十多亩田。", "suggestion", "slj", "已列入本年度小型水利维修，完成清淤和放水涵管更换。"},
    {"{p}的垃圾桶总是满的，夏天臭味很大，希望增加清运次数。", "report", "cgj", "已增设垃圾桶四个，清运由每天一次改为两次。"},
    {"{p}附近夜宵摊油烟和音响吵到凌晨，家里有高考的孩子。", "complaint", "cgj", "已约谈经营户，限定营业时间并安装油烟净化设备，连续三晚巡查。"},
    {"想问一下，低保家庭的孩子上大学有没有补助，在哪里申请？", "consult", "mzj", "符合条件的可向户籍所在地乡镇社会事务办申请，所需材料已一并告知。"},
    {"母亲八十五岁卧床，听说有护理补贴，去了两次都说资料不全，请说清楚要哪些。", "consult", "mzj", "已由专人上门收齐材料，高龄失能护理补贴本月起发放。"},
    {"{p}的公交车一天只有两班，赶集的日子根本挤不上去。", "suggestion", "jtj", "赶集日已增开两班，并在站牌公布时刻。"},
    {"{p}小学门口没有红绿灯也没有斑马线，放学时很危险。", "suggestion", "gaj", "已施划斑马线、增设减速带，上下学时段安排人员值守。"},
    {"小区电梯三天两头困人，物业说没钱修，住户很担心。", "complaint", "scj", "已责令维保单位更换主要部件，经检验合格后恢复使用。"},
    {"{p}的下水道堵了，污水漫到路上，走过去要踮脚。", "report", "zjj", "已疏通管道并更换两处破损井盖。"},
    {"我们十几个人在工地做了三个月，工钱一直没结清，快过年了。", "help", "rsj", "已协调施工单位结清拖欠工资，当事人均已签收。"},
    {"{p}养殖场往河里排污水，水都发黑了，井水也不敢喝。", "complaint", "hbj", "已立案查处并责令停排，完成粪污处理设施改造，水质复测达标。"},
    {"{p}后山下雨就掉石头，下面住着六户人家。", "report", "zrj", "已设置警示并完成危岩清理和挡墙加固，雨季安排专人巡查。"},
    {"村卫生室每周只开两天，老人量血压拿药要跑十几里。", "help", "wjj", "已调整值班，卫生室每周开放五天，并安排家庭医生每月入户。"},
    {"慢性病的药在镇医院报不了，要到县里才行，能不能就近报销？", "consult", "ybj", "该镇卫生院已开通门诊慢特病直接结算，可就近购药报销。"},
    {"{p}有一栋老房子墙都裂了，独居老人还住在里面，不安全。", "report", "zjj", "已鉴定为危房并纳入改造，老人已临时安置。"},
    {"{p}的机耕道太窄，收割机进不去，双季稻都不想种了。", "suggestion", "nyj", "已拓宽机耕道六百余米，收割机可直达田边。"},
    {"{p}停车位太少，晚上消防通道都停满了车。", "complaint", "cgj", "已新增停车位三十二个，消防通道划线并落实巡查。"},
    {"宅基地申请交上去半年没有回音，想知道到哪一步了。", "consult", "zrj", "经核实已完成现场踏勘，审批结果已送达本人。"},
    {"{p}一到汛期就内涝，去年水进了一楼，希望今年早做准备。", "suggestion", "slj", "已清理排水渠并检修排渍泵，汛前完成试运行。"},
    {"学校食堂的饭菜孩子说吃不饱，家长想参观一下后厨。", "complaint", "jyj", "学校已开放家长陪餐和后厨参观，并调整了菜谱。"},
    {"{p}桥栏杆断了一截，桥下水深，小孩爱在那里玩。", "report", "jtj", "已修复护栏并设置警示牌。"},
    {"电动车在楼道里充电，前几天还冒了烟，请管一管。", "complaint", "zjj", "已在小区建成集中充电棚，楼道充电已清理。"},
    {"{p}手机没有信号，打个电话要走到坡上去，扫码也扫不了。", "help", "nyj", "已协调通信企业新建基站，信号已覆盖该处。"},
    {"残疾人证换新的要本人去县城，行动不便，能不能上门办？", "consult", "mzj", "已安排上门评定和办理，新证已送达。"},
    {"{p}的公共厕所一直锁着，赶集的人没有地方上。", "report", "cgj", "已恢复开放并落实保洁人员，公布开放时间。"},
    {"幼儿园下午四点就放学，双职工没法接，希望有延时服务。", "suggestion", "jyj", "已从本学期起开设延时看护，家长可自愿报名。"},
    {"买到的种子发芽率不到一半，卖家不认账。", "complaint", "scj", "经抽检认定不合格，已责令赔偿并立案处理。"},
};
/* clang-format on */
const size_t demo_units_n = COUNT(demo_units);
const size_t demo_troubles_n = COUNT(demo_troubles);

static const char *pick(struct cx *cx, const char *const *from, size_t n)
{
    return from[rng_below(cx->rng, n)];
}

struct str demo_name(struct cx *cx)
{
    const char *first = pick(cx, given, COUNT(given));
    const char *second = rng_below(cx->rng, 4) == 0 ? "" : pick(cx, given, COUNT(given));

    if (rng_below(cx->rng, 40) == 0)
        second = pick(cx, rare, COUNT(rare));
    return str_f(cx->arena, "%s%s%s", pick(cx, surnames, COUNT(surnames)), first, second);
}

struct str demo_phone(struct cx *cx)
{
    return str_f(cx->arena, "1900000%04d", (int)rng_below(cx->rng, 10000));
}

struct str demo_spot(struct cx *cx)
{
    return str_f(
        cx->arena, "%s%d号旁", pick(cx, spots, COUNT(spots)), (int)rng_below(cx->rng, 180) + 1);
}

struct str demo_point_name(struct cx *cx, struct str town, size_t number)
{
    const char *area = areas[number % COUNT(areas)];

    return number < COUNT(areas) ? str_f(cx->arena, "%.*s%s片区联络点", STR(town), area)
                                 : str_f(cx->arena, "%.*s%s片区第%zu联络点", STR(town), area,
                                       number / COUNT(areas) + 1);
}

struct str demo_text(struct cx *cx, const struct demo_trouble *t, struct str place)
{
    struct buf b = buf_new(cx->arena, 4000);
    struct str rest = str_of(t->text);
    size_t at;

    while ((at = str_find(rest, S("{p}"))) != (size_t)-1) {
        buf_add(&b, str_sub(rest, 0, at));
        buf_add(&b, place);
        rest = str_sub(rest, at + 3, rest.n - at - 3);
    }
    buf_add(&b, rest);
    return buf_str(&b);
}
