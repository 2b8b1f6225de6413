"""“Ignore the previous instructions” in other languages, and what goes with it."""

from __future__ import annotations

from ragaudit.detectors.safety._cues import cue

_ANY = r"[^.!?。！？]"

LANGUAGES = (
    cue(
        "override",
        3,
        "ignoriere|ignorieren|ignoriert|vergiss|vergessen|missachte|missachten",
        r"\b(?:ignoriere?n?t?|missachten?|vergiss|vergessen) (?:sie )?(?:bitte )?(?:jetzt "
        r")?(?:alle[sn]? )?"
        r"(?:(?:die|deine|ihre|meine|was dir|was ihnen) )?(?:bisher\w*|vorherige\w*"
        r"|vorangegangene\w*"
        r"|vorige\w*|obige\w*|fr[üu]here\w*|ursprüngliche\w*|deine|ihre|gesagt\w*) ?"
        r"(?:anweisung\w*|instruktion\w*|befehle?n?|vorgaben|prompts?|regeln|richtlinien"
        r"|gesagt\w*)",
    ),
    cue(
        "override",
        3,
        "vergiss alles|vergessen sie alles|ignoriere alles|ignorier alles",
        r"\b(?:vergiss|vergessen sie|ignoriere?) alles,? was (?:dir|ihnen|du|sie|bisher|oben)",
    ),
    cue(
        "override",
        3,
        "ignore|ignorez|ignorer|oublie|oubliez|tiens pas compte|tenez pas compte",
        r"\b(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) pas compte de) (?:toutes? )?(?:les|tes"
        r"|vos|des|de) "
        r"(?:toutes? les )?(?:instructions|consignes|directives|règles|ordres|commandes) "
        r"(?:\w+ )?(?:précédente?s|antérieure?s|ci-dessus|initiales|données|reçues|qui)",
    ),
    cue(
        "override",
        3,
        "ignora|ignore|ignorar|ignoren|ignorad|olvida|olvide|olvidar|olviden|caso omiso|descarta"
        "|descarte",
        r"\b(?:ignor(?:a|e|ar|en|ad)|olvid(?:a|e|ar|en)|descart(?:a|e|ar)|haz caso omiso de) "
        r"(?:por favor )?(?:todas? )?(?:las|tus|sus|los|cualquier) (?:instrucciones|órdenes|reglas"
        r"|indicaciones|directrices|comandos) (?:\w+ )?(?:anteriores|previ[ao]s|de arriba|iniciales"
        r"|que)",
    ),
    cue(
        "override",
        3,
        "ignora|ignorare|ignorate|dimentica|dimenticare|dimenticate|trascura",
        r"\b(?:ignora(?:re|te)?|dimentica(?:re|te)?|trascura) (?:tutt[eio] )?(?:le |tue |gli |i "
        r"|quelle )*"
        r"(?:istruzioni|regole|indicazioni|direttive|ordini|comandi) (?:\w+ )?(?:precedenti|sopra"
        r"|iniziali"
        r"|ricevut[ei]|che)",
    ),
    cue(
        "override",
        3,
        "ignore|ignora|ignorar|ignorem|esqueça|esqueca|desconsidere|desconsidera|desconsiderar",
        r"\b(?:ignor(?:e|a|ar|em)|esqueça|esqueca|desconsider(?:e|a|ar)) (?:todas? )?(?:as |suas "
        r"|os )*"
        r"(?:instruções|instrucoes|ordens|regras|diretrizes|orientações) (?:\w+ )?(?:anteriores"
        r"|prévias"
        r"|acima|iniciais|que)",
    ),
    cue(
        "override",
        3,
        "negeer|vergeet",
        r"\b(?:negeer|vergeet) (?:alsjeblieft )?(?:alle |al )?(?:de |je |uw |jouw )?(?:vorige"
        r"|voorgaande"
        r"|eerdere|bovenstaande|oorspronkelijke) (?:instructies?|opdrachten|aanwijzingen|regels"
        r"|prompts?)",
    ),
    cue(
        "override",
        3,
        "ignoruj|zignoruj|zapomnij",
        r"\b(?:zignoruj|ignoruj|zapomnij(?: o)?) (?:wszystki\w+ )?(?:poprzedni\w+|wcześniejs\w+"
        r"|powyższ\w+"
        r"|dotychczasow\w+) (?:instrukcj\w+|poleceni\w+|zasad\w*|wytyczn\w+)",
    ),
    cue(
        "override",
        3,
        "忽略|无视|無視|忽視|忘记|忘記|忘掉|不要理会|不要遵循",
        r"(?:忽略|无视|無視|忽視|忘记|忘記|忘掉|不要理会|不要遵循)[^。！？!?]{0,10}?(?:之前|以前|以上|上述|上面|先前"
        r"|前面|所有|此前|系统|系統|你的)[^。！？!?]{0,10}?(?:指令|指示|提示|说明|說明|命令|规则|規則|要求|设定|設定)",
    ),
    cue(
        "override",
        3,
        "無視|忘れ|破棄|従わ",
        r"(?:これまで|以前|上記|前の|先ほど|すべて|全て|今まで|システム)[^。！？!?]{0,12}?(?:指示|命令|プロンプト"
        r"|ルール|指令|制約)[^。！？!?]{0,8}?(?:無視|忘れ|破棄|従わ)",
    ),
    cue(
        "override",
        3,
        "игнорир|забудь|не обращай|отбрось",
        r"\b(?:про)?(?:игнорируй\w*|забудьт?е?|не обращайт?е? внимания на|отбрось\w*) (?:\w+ "
        r"){0,3}?"
        r"(?:инструкци\w+|указани\w+|команд\w*|правил\w*|промпт\w*)",
    ),
    cue(
        "override",
        3,
        "무시|잊",
        r"(?:이전|위의|모든|지금까지)[^.!?]{0,12}?(?:지시|명령|프롬프트|지침|규칙)[^.!?]{0,8}?(?:무시|잊)",
    ),
    cue(
        "override",
        3,
        "تجاهل|انس",
        r"(?:تجاهل|انس)\w* (?:\w+ ){0,2}?(?:التعليمات|الأوامر|القواعد|تعليمات)",
    ),
    cue(
        "override",
        3,
        "निर्देश",
        r"(?:पिछले|सभी|पूर्व)[^।!?]{0,20}?निर्देश[^।!?]{0,12}?(?:अनदेखा|नज़रअंदाज|नजरअंदाज|भूल"
        r"|उपेक्षा)",
    ),
    cue(
        "override",
        3,
        "yok say|unut|görmezden gel|göz ardı",
        r"\b(?:önceki|yukarıdaki|tüm)\b[^.!?]{0,30}?(?:talimat|komut|kural)\w*[^.!?]{0,12}?(?:yok "
        r"say"
        r"|unut|görmezden gel|göz ardı)",
    ),
    cue(
        "role",
        2,
        "du bist jetzt|tu es maintenant|vous êtes maintenant|ahora eres|ora sei|agora você|je bent "
        "nu"
        "|ты теперь|jesteś teraz|你现在是|あなたは今から",
        r"(?:\b(?:du bist jetzt|tu es maintenant|vous êtes maintenant|ahora eres|ora sei|agora "
        r"você é"
        rf"|je bent nu|ты теперь|jesteś teraz)\b|你现在是|あなたは今から){_ANY}{{0,40}}",
    ),
    cue(
        "extraction",
        2,
        "systemprompt|system prompt|invite système|prompt del sistema|prompt sistema|prompt di "
        "sistema"
        "|prompt do sistema|prompt systemowy|промпт|提示词|提示詞|プロンプト",
        r"\b(?:systemprompt|system-prompt|invite système|prompt (?:del )?sistema|prompt di sistema"
        r"|prompt do sistema|prompt systemowy|системн\w+ промпт\w*)"
        r"|系统提示词|系統提示詞|システムプロンプト",
    ),
    cue(
        "steering",
        1,
        "antworte|gib nur|empfiehl|réponds|répondez|responde|rispondi|consiglia|diga|antwoord"
        "|wypisz|ответь|输出|表示して",
        r"\b(?:antworte|gib nur|empfiehl|réponds|répondez|responde|rispondi|consiglia|diga|antwoord"
        r"|wypisz|ответь)\b|输出|表示して",
    ),
    cue(
        "override",
        3,
        "toutes vos instructions|toutes tes instructions|deine anweisungen|ihre anweisungen|todo "
        "lo anterior"
        "|tus instrucciones|le tue istruzioni|tutto quello|tudo o que|suas instruções|alles wat "
        "hiervoor"
        "|je instructies|swoje instrukcje|deine regeln|tes instructions|vos instructions|tus reglas"
        "|deine vorgaben|deine bisherigen|tutto ciò|uw instructies",
        r"\b(?:oublie[zr]?|ignore[zr]?) (?:toutes )?(?:tes|vos) (?:instructions|consignes|règles)"
        r"|\b(?:ignoriere?|vergiss|missachte) (?:alle )?(?:deine|ihre) (?:anweisungen|regeln"
        r"|vorgaben"
        r"|richtlinien)|\b(?:olvid[ae]|ignor[ae]) (?:todo lo anterior|(?:todas )?tus "
        r"(?:instrucciones|reglas))"
        r"|\b(?:dimentica|ignora) (?:le tue istruzioni|tutt[oe] (?:quello|ciò|le istruzioni) "
        r"(?:che )?(?:ti|hai))"
        r"|\b(?:esque[çc]a|ignore) (?:tudo o que (?:foi|você|te)|(?:todas )?(?:as )?suas "
        r"instruções)"
        r"|\b(?:vergeet|negeer) (?:alles wat (?:hiervoor|hierboven|je)|(?:al )?(?:je|uw) "
        r"instructies)"
        r"|\b(?:zignoruj|zapomnij o) swo\w+ (?:instrukcj\w+|zasad\w+)",
    ),
    cue(
        "override",
        3,
        "忘记你|忘记之前|忽略你|忽略前面|无视你",
        r"(?:忘记|忽略|无视)(?:你)?(?:之前|以前|前面|上面)?[^。！？]{0,6}?(?:收到|被告知|学到|看到)?的?(?:所有|一切|全部)"
        r"(?:内容|信息|东西|指令|规则)",
    ),
)
