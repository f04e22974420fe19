// The words that the large site is made of.
export const nouns = [
  'harbour', 'breakwater', 'ferry', 'lighthouse', 'pilot station', 'dredging contract', 'customs shed', 'grain terminal', 'ring road', 'toll bridge',
  'night train', 'fish market', 'audit', 'tender', 'appeal', 'lease', 'inquiry', 'coal wharf', 'dry dock', 'tide gauge', 'embankment', 'quarry',
  'signal box', 'weather service', 'insurance fund', 'election board', 'water tower', 'canal lock', 'shipyard', 'ballot', 'levy', 'ordinance',
];
export const verbs = ['delayed', 'approved', 'questioned', 'replaced', 'paid for', 'reopened', 'measured', 'outlived', 'refused', 'welcomed', 'overtook', 'cancelled'];
export const places = [
  'Port Alder', 'Kirkness', 'São Brás', 'Nieuwegein', 'Ålvik', 'Llanfairpwllgwyngyllgogerychwyrndrobwll', 'Qala', 'Marsa', 'Ōhama', 'Tarn', 'Ys', 'Hvalnes',
  'San Felipe de los Dos Caminos Viejos', 'Brod', 'Łęg', 'Velká', 'Ust-Bela', 'Tal', 'Zarqa Point', 'Lower Weir',
];
export const surnames = [
  'Amsel', 'Borg', 'Castellano', 'Dvořák', 'Eze', 'Featherstonehaugh', 'Grünwald', 'Haugen', 'Ionescu', 'Järvinen', 'Kaya', 'Lindqvist', 'Mbeki-Dlamini',
  'Nowak', 'Okafor', 'Petrović', 'Quispe', 'Räsänen', 'Szabó', 'Tanaka', 'Underhill', 'Vasquez', 'Weir', 'Xu', 'Yılmaz', 'Zhou', 'van der Westhuizen',
  'd’Arcy', 'O’Rourke', 'al-Masri', 'Bat-Erdene', 'Şahin', 'Ćosić', 'Ødegaard', 'Ünal', 'Wójcik',
];

/** By language: whole sentences, the space between them, and the marks that quote. */
export const languages = {
  ar: {
    space: ' ',
    marks: ['«', '»'],
    sentences: ['أعلن الميناء عن افتتاح رصيف جديد في شهر مارس.', 'بلغت كلفة المشروع ٤٫٢ مليون يورو بحسب المجلس.', 'غادرت العبّارة المرفأ في الساعة السابعة صباحا.', 'طلب عضوان تسجيل التصويت بالأسماء.', 'لم يصدر عن الوزارة أي تعليق حتى الآن.', 'زار الوفد المدينة القديمة ثم عاد إلى السفينة.'],
  },
  he: {
    space: ' ',
    marks: ['“', '”'],
    sentences: ['הנמל נפתח מחדש לאחר שלושה חודשים.', 'הוועדה אישרה את בניית שובר הגלים.', 'המעבורת יצאה לדרך בשבע בבוקר.', 'העלות הכוללת היא ארבעה מיליון אירו.', 'שני חברים ביקשו הצבעה שמית.'],
  },
  zh: {
    space: '',
    marks: ['“', '”'],
    sentences: ['港口委员会批准了新的防波堤。', '渡轮于早上七点离开码头。', '该项目的费用为四百二十万欧元。', '两名成员要求记名表决。', '交通部尚未对此发表评论。', '灯塔在暴风雨之后重新点亮。'],
  },
  ja: {
    space: '',
    marks: ['「', '」'],
    sentences: ['港湾委員会は新しい防波堤を承認した。', 'フェリーは午前七時に港を出た。', '費用は四百二十万ユーロに上る。', '二人の委員は記名投票を求めた。', '灯台は嵐の後に再び灯された。'],
  },
  th: {
    space: ' ',
    sentences: ['ท่าเรือเปิดใช้งานอีกครั้งในเดือนมีนาคม', 'เรือข้ามฟากออกจากท่าเวลาเจ็ดโมงเช้า', 'คณะกรรมการอนุมัติการสร้างเขื่อนกันคลื่น', 'ค่าใช้จ่ายทั้งหมดคือสี่ล้านยูโร'],
  },
  fr: {
    space: ' ',
    marks: ['« ', ' »'],
    sentences: ['Le comité du port a approuvé la nouvelle digue.', 'Le bac a quitté le quai à sept heures du matin.', 'Les travaux coûteront 4,2 millions d’euros.', 'Deux membres ont demandé un vote nominal.', 'Le phare a été rallumé après la tempête.', 'Le ministère n’a pas souhaité répondre.'],
  },
};
