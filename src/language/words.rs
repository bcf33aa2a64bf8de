//! The commonest words of English and of the five languages most often taken for it.
//!
//! Words that two of them share stand in none of the lists, or in English alone where it uses them
//! far more often.

/// Words that say a text is English.
pub(super) const ENGLISH: &str = "the and is are was were be been being am i'm i've i'll i'd you \
    you're you've your yours he's she she's her hers his him it it's its they they're their them we \
    we're our us my mine this that that's these those there here what what's which who who's whom \
    when where why how of to for with from into out up down off over under about after before again \
    at by as but or if then than because while not don't dont doesn't didn't can't cant won't wasn't \
    isn't aren't couldn't wouldn't shouldn't haven't hasn't never ever have has had having do does \
    did doing done will would can could should must might just only very really too also still \
    even all any some every each both more most much many few other another such own same one two \
    get gets got getting go goes going gone went come came coming make makes made making take took \
    know knows knew think thinks thought want wants need needs like likes liked love loves loved \
    hate feel feels look looks looking see saw seen say says said tell told good great nice best \
    better bad worse worst new old big little right wrong happy sad sorry thanks thank thx please \
    yes yeah yep nope ok okay lol omg wtf haha hey hi hello people man guy guys girl time day today \
    tomorrow tonight yesterday night week year years work home life world way thing things \
    something nothing anything everything someone everyone anyone i u ur im thats congrats wow \
    damn shit fuck fucking bro dude welcome true agree agreed awesome amazing cool funny now back \
    first last next long long-term long-time well there's let let's lets without through around \
    between help wait stop keep give game watch watching movie show song read play buy sell buying \
    selling stock price market hope wish birthday morning sleep tired awful terrible beautiful no ha yay oh a woo phew brilliant saturday sunday tickets";

/// Words that say a text is Spanish, Portuguese, German, Italian or French, a list each.
pub(super) const OTHERS: [&str; 5] = [
    "el los las una unos unas del al que qué y pero porque por para con sin sobre muy más mas como \
     cómo cuando cuándo donde dónde es está están esta este esto eso esa estoy eres soy somos fue \
     era hay tiene tengo tienes hacer hace todo todos toda nada nunca siempre también yo tú él \
     ella nosotros ellos mi mis su sus lo le les te se ya hoy ayer mañana bien gracias hola amigo \
     amigos amo quiero puedo vamos vida día dias días gente mundo amor feliz mejor peor bueno \
     buenos buena buenas qué si sí jaja jajaja nos otra otro cada hasta desde mucho mucha muchos",
    "os um uma uns umas do da dos das na nos nas ao que mas porque por para com sem sobre \
     muito muita mais como quando onde é está estão esta este isso essa esse estou és sou somos foi \
     era tem tenho fazer faz tudo todos toda nada nunca sempre também eu tu ele ela nós eles meu \
     minha seu sua lhe te se já hoje ontem amanhã bem obrigado obrigada olá amigo amigos quero \
     posso vamos vida dia dias gente mundo amor feliz melhor pior bom boa não nao sim né você voce \
     vocês pra pro cara kkk kkkk rsrs até mesmo só ainda agora",
    "der die das den dem des ein eine einen einem einer eines und oder aber weil wenn dass daß ist \
     sind bin bist war waren sein hat haben habe hatte wird werden wurde ich du er sie es wir ihr \
     mich dich mir dir uns euch mein meine dein deine sein seine nicht kein keine nichts nie immer \
     auch noch schon nur sehr mehr viel viele wie was wer wo wann warum mit ohne für von zu zum zur \
     bei nach aus auf über unter vor im am beim heute gestern morgen gut danke hallo schön bitte \
     ja nein mal doch so'n jetzt hier dort alle alles etwas leute leben tag welt liebe kann können \
     muss müssen will wollen soll mag gibt geht macht guten endlich leider wieder ganz einfach",
    "il lo gli le un uno una del della dei delle al alla nel nella che chi ma perché perche per \
     con senza su molto molta più come quando dove è sono sei siamo era ha ho hai abbiamo hanno \
     fare fa tutto tutti tutta niente mai sempre anche io tu lui lei noi loro mio mia tuo tua suo \
     sua mi ti si ci vi ne già oggi ieri domani bene grazie ciao amico amici amo voglio posso \
     andiamo vita giorno giorni gente mondo amore felice meglio peggio buono buona buongiorno \
     questo questa quello quella non sì ora ancora ogni proprio solo così cosa perchè dai quanto",
    "le la les un une des du de au aux que qui quoi et mais parce pour avec sans sur très plus comme \
     quand où est sont suis es sommes était c'est j'ai j'aime n'est qu'il qu'elle d'un d'une l'a \
     ont ai avons fait faire tout tous toute rien jamais toujours aussi je tu il elle on nous \
     vous ils elles mon ma mes ton ta tes son sa ses leur leurs ce cet cette ces ne pas déjà \
     aujourd'hui hier demain bien merci bonjour salut ami amis veux peux allons vie jour jours gens \
     monde amour heureux mieux pire bon bonne oui non ça ca mdr ptdr encore même être avoir y'a",
];
