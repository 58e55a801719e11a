/*
 * Forms of one kanji that people write for each other. Each pair is a form and what it is folded to, for search
 * alone: names are stored and shown as they were written. Variants that Unicode encodes for compatibility, such
 * as 社, are folded by NFKC.
 */

/** Old forms (旧字体): Jōyō Kanji Table, Cabinet notice 2 of 2010, the forms in brackets. Public domain. */
const OLD_FORMS = [
  '亞亜惡悪壓圧圍囲醫医爲為壹壱隱隠榮栄營営衞衛驛駅圓円鹽塩緣縁艷艶應応歐欧毆殴櫻桜',
  '奧奥橫横溫温穩穏假仮價価畫画會会繪絵壞壊懷懐槪概擴拡殼殻覺覚學学嶽岳樂楽渴渇罐缶',
  '卷巻陷陥勸勧寬寛關関歡歓觀観氣気歸帰龜亀僞偽戲戯犧犠舊旧據拠擧挙虛虚峽峡挾挟狹狭',
  '鄕郷曉暁區区驅駆勳勲薰薫徑径莖茎惠恵揭掲溪渓經経螢蛍輕軽繼継鷄鶏藝芸擊撃缺欠硏研',
  '縣県儉倹劍剣險険圈圏檢検獻献權権顯顕驗験嚴厳廣広效効恆恒黃黄鑛鉱號号國国黑黒碎砕',
  '濟済劑剤雜雑參参棧桟蠶蚕慘惨贊賛殘残絲糸齒歯兒児辭辞濕湿實実寫写釋釈壽寿收収從従',
  '澁渋獸獣縱縦肅粛處処緖緒敍叙將将稱称涉渉燒焼證証奬奨條条狀状乘乗淨浄剩剰疊畳繩縄',
  '壤壌孃嬢讓譲釀醸觸触囑嘱眞真寢寝愼慎盡尽圖図粹粋醉酔穗穂隨随髓髄樞枢數数瀨瀬聲声',
  '靜静竊窃攝摂專専淺浅戰戦踐践錢銭潛潜纖繊禪禅雙双壯壮爭争莊荘搜捜插挿巢巣曾曽瘦痩',
  '裝装總総騷騒增増藏蔵臟臓卽即屬属續続墮堕對対體体帶帯滯滞臺台瀧滝擇択澤沢擔担單単',
  '膽胆團団斷断彈弾遲遅癡痴蟲虫晝昼鑄鋳廳庁徵徴聽聴敕勅鎭鎮遞逓鐵鉄點点轉転傳伝燈灯',
  '當当黨党盜盗稻稲鬭闘德徳獨独讀読屆届貳弐惱悩腦脳霸覇拜拝廢廃賣売麥麦發発髮髪拔抜',
  '蠻蛮晚晩祕秘濱浜甁瓶拂払佛仏倂併竝並餠餅邊辺變変辯弁辨弁瓣弁步歩寶宝豐豊襃褒飜翻',
  '每毎萬万滿満麵麺默黙彌弥譯訳藥薬與与豫予餘余譽誉搖揺樣様謠謡來来賴頼亂乱覽覧龍竜',
  '兩両獵猟綠緑淚涙壘塁禮礼勵励戾戻靈霊齡齢曆暦歷歴戀恋鍊錬爐炉勞労郞郎樓楼錄録灣湾',
].join('');

/**
 * Other forms of kanji in common use and in given names: `kJoyoKanji` and `kJinmeiyoKanji` of Unihan 15.0
 * (Unicode Standard Annex 38). © Unicode, Inc.; Unicode License V3.
 */
const OTHER_FORMS = [
  '剥剝𠮟叱填塡頬頰亙亘凜凛埜野堯尭峯峰嶋島巖巌晄晃檜桧槇槙萠萌薗園遙遥禰祢禱祷穰穣',
  '祿禄駈駆冨富盃杯凉涼',
].join('');

/**
 * Forms in names of families and places that Unihan has as `kSemanticVariant` or `kSpoofingVariant`, and others
 * of the Ministry of Justice's list for family registers (誤字俗字・正字一覧表, notice 民一 2905 of 2010). 斎 and 斉 are two
 * characters, which people write for each other in 斎藤. Public domain but for Unihan, as above.
 */
const NAME_FORMS = [
  '髙高﨑崎嵜崎㟢崎𠮷吉邉辺嶌島濵浜渕淵桒桑舘館栁柳寳宝珎珍圡土淸清槗橋靏鶴㐂喜籔藪',
  '齋斉齊斉斎斉',
].join('');

const pairs = Array.from(OLD_FORMS + OTHER_FORMS + NAME_FORMS);

/** What each form is folded to, which is folded to nothing else. */
export const kanjiVariants: ReadonlyMap<string, string> = new Map(
  pairs.flatMap((form, i) => (i % 2 === 0 ? [[form, pairs[i + 1] ?? form] as const] : [])),
);
